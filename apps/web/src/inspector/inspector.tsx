import { cellStateOf } from '@slicescope/picture'
import { CopyButton } from '../controls/copy-button.tsx'
import { later } from '../controls/later.tsx'
import { DoubtMark } from '../controls/doubt-mark.tsx'
import type { ServiceView } from '@slicescope/view'
import { ChevronLeft } from 'lucide-react'
import { Suspense } from 'react'
import { HealthIcon, StateIcon } from '../drawing/icons.tsx'
import type { Selection } from '../url/place.ts'
import { findSelected, type Selected } from './find-selected.ts'
import { ServiceTabs } from './service-tabs.tsx'

const NodePanel = later(async () => (await import('./node-panel.tsx')).NodePanel)
const PodPanel = later(async () => (await import('./pod-panel.tsx')).PodPanel)
const SlicePanel = later(async () => (await import('./slice-panel.tsx')).SlicePanel)
const ZonePanel = later(async () => (await import('./zone-panel.tsx')).ZonePanel)

interface InspectorProps {
  readonly view: ServiceView
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection | null) => void
}

/** What is selected, in words and numbers of the same view that the picture shows. */
export function Inspector({ view, selection, onSelect }: InspectorProps) {
  const selected = findSelected(view, selection)
  return (
    <div className="inspector-body" data-testid="inspector" data-kind={selected.kind}>
      <Head view={view} selected={selected} onBack={() => onSelect(null)} />
      <Suspense fallback={null}>
        <Panel view={view} selected={selected} onSelect={onSelect} />
      </Suspense>
    </div>
  )
}

interface HeadProps {
  readonly view: ServiceView
  readonly selected: Selected
  readonly onBack: () => void
}

function Head({ view, selected, onBack }: HeadProps) {
  const { service, health, verdict } = view
  if (selected.kind === 'service') {
    const addresses = service.headless ? 'headless' : [service.type, ...service.clusterIPs].join(' ')
    return (
      <header className="inspector-head">
        <HealthIcon health={health} severity={verdict.severity} recovered={view.recovered !== null} size={18} />
        <h2 className="clip" title={service.name}>
          {service.name}
        </h2>
        <p className="faint clip">
          {service.namespace}, {addresses}
        </p>
        <CopyButton text={service.name} />
        <DoubtMark />
      </header>
    )
  }
  return (
    <header className="inspector-head">
      <button type="button" className="back" onClick={onBack}>
        <ChevronLeft size={14} aria-hidden />
        {service.name}
      </button>
      {selected.kind === 'pod' && selected.selected.backend !== null && (
        <StateIcon
          state={cellStateOf(selected.selected.backend)}
          published={selected.selected.backend.published}
          size={18}
        />
      )}
      <h2 className={selected.kind === 'zone' ? 'clip' : 'clip mono'} title={titleOf(selected)}>
        {titleOf(selected)}
      </h2>
      {selected.kind !== 'gone' && <CopyButton text={titleOf(selected)} />}
    </header>
  )
}

function titleOf(selected: Exclude<Selected, { readonly kind: 'service' }>): string {
  switch (selected.kind) {
    case 'slice':
      return selected.slice.name
    case 'zone':
      return selected.zone ?? '(no zone)'
    case 'node':
    case 'pod':
      return selected.name
    case 'gone':
      return 'Not found'
    default:
      return selected satisfies never
  }
}

interface PanelProps {
  readonly view: ServiceView
  readonly selected: Selected
  readonly onSelect: (selection: Selection) => void
}

function Panel({ view, selected, onSelect }: PanelProps) {
  switch (selected.kind) {
    case 'service':
      return <ServiceTabs view={view} onSelect={onSelect} />
    case 'slice':
      return <SlicePanel key={selected.slice.key} view={view} slice={selected.slice} onSelect={onSelect} />
    case 'zone':
      return <ZonePanel view={view} zone={selected.zone} onSelect={onSelect} />
    case 'node':
      return <NodePanel view={view} name={selected.name} onSelect={onSelect} />
    case 'pod':
      return <PodPanel view={view} selected={selected.selected} onSelect={onSelect} />
    case 'gone':
      return <p className="section faint">{selected.what} is not a backend of this Service now.</p>
    default:
      return selected satisfies never
  }
}
