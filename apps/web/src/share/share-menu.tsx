import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Freshness, ServiceView } from '@slicescope/view'
import { later, useHasLater } from '../controls/later.tsx'
import { UntilOpened } from '../controls/until-opened.tsx'
import {
  useLiveStore,
  usePlace,
  usePlaceStore,
  useRecordings,
  useShownAt,
  useShownNow,
  useTheme,
} from '../state/stores.ts'
import { useClusterName } from '../questions/use-cluster-name.ts'
import { momentMs } from '../url/moment.ts'
import { useHasHistory } from '../questions/use-history.ts'
import { comparedAt } from '../url/place.ts'
import { beforeBroken } from './before-broken.ts'
import { asOfTime } from '../words/as-of.ts'
import { settingsQuery } from '../questions/settings-query.ts'
import { formatPlace } from '../url/format-place.ts'
import { spanOf } from '../time/strip-span.ts'
import { pageLink } from './page-link.ts'
import { journalFile, recordingFile, type RecordedScope, reportFile, type ReportType } from './server-file.ts'
import { ACTION_WORDS, actionOfKey, availableActions, isWorkedOut, share, type ShareAction } from './share-actions.ts'
import type { PictureFormat } from './share-formats.ts'
import { ShareWords } from './share-words.tsx'
import { useSharedPlace } from './shared-place.ts'
import { useNotice } from './use-notice.ts'
import { serverNow } from '../state/shown-now.ts'

interface ShareMenuProps {
  readonly view: ServiceView
  readonly freshness: Freshness
  /** The menu, or an action without it, that was asked for elsewhere on the page. */
  readonly asked: ShareAction | 'menu' | null
  readonly onAsk: (asked: 'menu' | null) => void
}

const OpenedShareMenu = later(async () => (await import('./opened-share-menu.tsx')).OpenedShareMenu)

/** All that can be taken from the page, each in two actions: `s`, and its letter. */
export function ShareMenu({ view, freshness, asked, onAsk }: ShareMenuProps) {
  const [format, setFormat] = useState<PictureFormat>('chat')
  const { notice, tell, tellUnderWay } = useNotice()
  const place = usePlace()
  const store = usePlaceStore()
  const shownAt = useShownAt()
  const { grouping, mark } = place
  const isHeldHere = useRecordings().has(place.cluster ?? '')
  const cluster = useClusterName()
  const theme = useTheme()
  const live = useLiveStore()
  const { data: settings } = useQuery(settingsQuery)
  const { address, isLocal } = pageLink(formatPlace(useSharedPlace()), {
    publicUrl: settings?.publicUrl ?? null,
    ownOrigin: location.origin,
  })
  const hasHistory = useHasHistory()
  const shown = useShownNow()
  const before = hasHistory ? beforeBroken(view, shown) : null
  const compare = () => {
    onAsk(null)
    if (before !== null) store.go(comparedAt(before))
  }
  const run = async (action: ShareAction) => {
    onAsk(null)
    const now = serverNow(live.getSnapshot(), Date.now())
    const asOf = asOfTime(freshness, (shownAt === null ? null : momentMs(shownAt)) ?? now)
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    const link = isLocal || isHeldHere ? null : address
    const position = shownAt === null ? live.getSnapshot().stream.watermark : positionOf(view)
    const caption = { cluster, asOf, link, mark, timeZone, version: __SLICESCOPE_VERSION__, position }
    if (isWorkedOut(action)) tellUnderWay('Preparing the file: this can take a minute')
    try {
      const moment = place.at === null ? null : momentMs(place.at)
      const span = spanOf({ range: place.range, moments: moment === null ? [] : [moment], now, since: null })
      const whose = { cluster: place.cluster ?? '', service: view.service }
      const recording = () => recordingFile(whose, span)
      const journal = (scope: RecordedScope) => journalFile(whose, { scope, span })
      const report = (type: ReportType) => reportFile(whose, { type, span: moment === null ? null : span, timeZone })
      await share(action, { view, caption, format, grouping, theme, address, recording, report, journal })
      tell(ACTION_WORDS[action].done)
    } catch (error) {
      tell(failureWords(action, error))
    }
  }
  const runAsked = useEffectEvent(run)
  useEffect(() => {
    if (asked !== null && asked !== 'menu') void runAsked(asked)
  }, [asked])
  useKeyBefore(asked === 'menu', run)
  return (
    <>
      <UntilOpened
        isWanted={asked === 'menu'}
        onOpen={() => onAsk('menu')}
        renderButton={attributes => (
          <button {...attributes} className="choice share" aria-label="Share" title="Share (s)">
            <ShareWords />
          </button>
        )}
      >
        {isOpenAtFirst => (
          <OpenedShareMenu
            isOpen={asked === 'menu'}
            isOpenAtFirst={isOpenAtFirst}
            onOpen={isOpen => onAsk(isOpen ? 'menu' : null)}
            actions={availableActions({ isRecording: freshness.origin === 'recording', isHeldHere }).map(action => ({
              action,
              note: noteOf(action, { isLocal, isPast: place.at !== null }),
            }))}
            onAction={action => void run(action)}
            onCompare={before === null ? null : compare}
            format={format}
            onFormat={setFormat}
          />
        )}
      </UntilOpened>
      <p className="notice" role="status" data-shown={notice !== null}>
        {notice}
      </p>
    </>
  )
}

/** The key of an action counts also while the menu's code is on its way. */
function useKeyBefore(isAsked: boolean, run: (action: ShareAction) => Promise<void>): void {
  const hasLater = useHasLater()
  const runAction = useEffectEvent(run)
  useEffect(() => {
    if (!isAsked || hasLater) return undefined
    const ending = new AbortController()
    const listen = (event: KeyboardEvent) => {
      const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actionOfKey(event.key)
      if (action === undefined) return
      event.preventDefault()
      event.stopPropagation()
      void runAction(action)
    }
    addEventListener('keydown', listen, { capture: true, signal: ending.signal })
    return () => ending.abort()
  }, [isAsked, hasLater])
}

interface Noted {
  readonly isLocal: boolean
  readonly isPast: boolean
}

function noteOf(action: ShareAction, { isLocal, isPast }: Noted): string {
  if (action === 'link') return isLocal ? 'opens only on this machine' : ''
  if (action === 'recording') return 'what the strip shows'
  if (action.startsWith('journal-')) return 'for slicescope open'
  if (action === 'report-markdown') return 'as Markdown'
  return action === 'report' ? (isPast ? 'what the strip shows' : 'the last loss') : ''
}

/** An answer about the past carries its own. */
function positionOf(view: ServiceView): string | null {
  return 'position' in view && typeof view.position === 'string' ? view.position : null
}

function failureWords(action: ShareAction, error: unknown): string {
  const why = error instanceof Error ? error.message : 'unknown error'
  const fix = action === 'picture' ? ' Save the PNG instead.' : ''
  return `${ACTION_WORDS[action].label} failed: ${why.replace(/[.]?$/, '.')}${fix}`
}
