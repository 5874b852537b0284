import { yaml } from '@codemirror/lang-yaml'
import { codeFolding, foldGutter, foldKeymap, syntaxHighlighting } from '@codemirror/language'
import { unifiedMergeView } from '@codemirror/merge'
import { highlightSelectionMatches, searchKeymap, search } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'

interface Shown {
  readonly text: string
  /** What it is compared with: what is only there is struck out. */
  readonly original: string | null
  readonly label: string
}

/** Shows YAML to read in an element, with folding and search; returns what takes it away. */
export function showYaml(parent: HTMLElement, { text, original, label }: Shown): () => void {
  const compared: Extension =
    original === null
      ? []
      : unifiedMergeView({ original, mergeControls: false, gutter: true, collapseUnchanged: { margin: 3, minSize: 6 } })
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        // Its own styles come as a style element, which the page's policy admits by nonce alone.
        EditorView.cspNonce.of(pageNonce()),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({
          'aria-label': label,
          tabindex: '0',
          role: 'textbox',
          'aria-readonly': 'true',
        }),
        lineNumbers(),
        codeFolding(),
        foldGutter(),
        yaml(),
        // Names of classes, so that colours are those of the page.
        syntaxHighlighting(classHighlighter),
        search({ top: true }),
        highlightSelectionMatches(),
        keymap.of([...foldKeymap, ...searchKeymap]),
        compared,
      ],
    }),
  })
  return () => view.destroy()
}

function pageNonce(): string {
  return document.querySelector<HTMLElement>('script[nonce], style[nonce], link[nonce]')?.nonce ?? ''
}
