export {
  type Caption,
  countWords,
  formatAge,
  formatMoment,
  formatTime,
  freshnessWords,
  missingWords,
  severityWord,
  stateWord,
  sinceWords,
  zoneWords,
} from './caption-words.ts'
export { type CellName, cellNames } from './cell-names.ts'
export {
  CELL_SIZE,
  type CellShapeOptions,
  cellShape,
  type Emphasis,
  emphasisOf,
  ghostShape,
  nearShape,
  type ShapePart,
} from './cell-shape.ts'
export { NEAR } from './group-members.ts'
export {
  ABSENT_EXPLANATION,
  ABSENT_LABEL,
  CELL_STATES,
  CONNECTION_WORDS,
  type ConnectionWord,
  type Glyph,
  GLYPHS,
  NEAR_EXPLANATION,
  NEAR_LABEL,
  PUBLISHED_EXPLANATION,
  PUBLISHED_LABEL,
  RARE_STATES,
  STATE_LABELS,
} from './glyphs.ts'
export { type CellState, cellStateOf, countPortless, isLostState } from './cell-state.ts'
export { captionLook } from './draw-caption.ts'
export { drawCells, drawGroup } from './draw-group.ts'
export { drawSlice, drawSliceGrid } from './draw-slice.ts'
export { drawPlaceholder, drawService } from './draw-service.ts'
export { drawEdge, drawing, graphLayers } from './drawing.ts'
export type { DrawingItem, DrawingLayer, DrawingModel, TextRun } from './drawing-model.ts'
export { nodeFrame } from './group-frame.ts'
export { GROUPINGS } from './grouping.ts'
export { capacityOf } from './place-slices.ts'
export { formatCount, plural } from './headings.ts'
export {
  HEALTH_ICON_SIZE,
  HEALTH_WORDS,
  HEALTHS,
  type HealthWord,
  healthIcon,
  healthToken,
  RECOVERED_ICON,
} from './health-icons.ts'
export { kubectlOfNode, kubectlOfPod, kubectlOfService, kubectlOfSlice, kubectlOfZone } from './kubectl.ts'
export { layout, type LayoutOptions } from './layout.ts'
export { groupWords } from './placeholders.ts'
export type { Box, Point } from './path.ts'
export {
  type Cell,
  type CellStyle,
  type ColumnHeading,
  type EdgeLine,
  type GroupBox,
  type GroupCounts,
  type Grouping,
  type NodeBox,
  type Placeholder,
  type PositionedGraph,
  SLICE_GRID_KEY,
  type SliceBox,
  type SliceGrid,
  type SliceRow,
  type SliceTile,
  type Tick,
} from './positioned-graph.ts'
export { chatPicture } from './chat-picture.ts'
export { compareNatural } from './natural-order.ts'
export { formatBoth, formatLocal, formatLocalSpan, isTimeZone, wallTime } from './local-time.ts'
export { type Summary, summarize, summaryMarkdown, summaryText } from './summary.ts'
export { type Report, reportOf } from './report/report.ts'
export type { ReportFacts, ReportLoss, ReportMoment } from './report/report-facts.ts'
export { type ReportAttachment, reportHtml } from './report/report-html.ts'
export { reportMarkdown } from './report/report-markdown.ts'
export { REPORT_STYLE } from './report/report-style.ts'
export { tallPicture } from './tall-picture.ts'
export { withPngText } from './png-text.ts'
export type { Outliner } from './outliner.ts'
export {
  isMarkedWhole,
  isMarking,
  type Marked,
  markedBy,
  outlinedCells,
  outlinedNodes,
  quietlyMarked,
} from './marked.ts'
export { escapeXml, type SvgOptions, tokenProperties, toSvg } from './svg.ts'
export { FONT_FAMILIES, TEXT_STYLES, type TextStyle, type TextStyleRule } from './text-styles.ts'
export { ellipsizeMiddle, textWidth, wrapText } from './text-width.ts'
export { type Theme, TOKENS, type TokenName } from './tokens.ts'
