import type { ServiceView } from '@slicescope/view'
import { useState } from 'react'
import { ChoiceMenu } from '../controls/choice-menu.tsx'
import type { AskedObject } from '../questions/object-query.ts'
import { YamlView } from '../yaml/yaml-view.tsx'
import { Section } from './section.tsx'

/** The Service, its slices, its Endpoints and what makes its pods, as YAML. */
export function YamlPanel({ view }: { readonly view: ServiceView }) {
  const objects = objectsOf(view)
  const [chosen, setChosen] = useState(0)
  const object = objects[chosen] ?? objects[0]
  if (object === undefined) return null
  return (
    <Section title="YAML" note="read on demand">
      <div className="yaml-choice">
        <ChoiceMenu
          label={object.label}
          shown={object.asked.name}
          value={`${chosen}`}
          choices={objects.map(({ label, asked }, index) => ({ value: `${index}`, label: asked.name, note: label }))}
          onChoose={value => setChosen(Number(value))}
        />
      </div>
      <YamlView key={`${object.asked.resource} ${object.asked.name}`} asked={object.asked} />
    </Section>
  )
}

interface Choice {
  readonly label: string
  readonly asked: AskedObject
}

const WORKLOADS: Readonly<Record<string, AskedObject['resource']>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  ReplicaSet: 'replicasets',
  Job: 'jobs',
}

function objectsOf({ service, slices, pods, legacyEndpoints }: ServiceView): readonly Choice[] {
  const { namespace, name } = service
  const workloads = [...new Set(pods.flatMap(({ workload }) => workload ?? []))].flatMap(workload => {
    const [kind = '', owner = ''] = workload.split(' ')
    const resource = WORKLOADS[kind]
    return resource === undefined ? [] : [{ label: kind, asked: { resource, namespace, name: owner } }]
  })
  return [
    { label: 'Service', asked: { resource: 'services', namespace, name } },
    ...slices.map(slice => ({
      label: 'EndpointSlice',
      asked: { resource: 'endpointslices' as const, namespace, name: slice.name },
    })),
    ...(legacyEndpoints?.found
      ? [{ label: 'Endpoints', asked: { resource: 'endpoints' as const, namespace, name } }]
      : []),
    ...workloads,
  ]
}

/** Of a selected object: folded until asked for. */
export function YamlSection({ asked }: { readonly asked: AskedObject }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Section title="YAML" note="read on demand">
      {isOpen ? (
        <YamlView asked={asked} />
      ) : (
        <button type="button" className="link" onClick={() => setOpen(true)}>
          Read it from the API server
        </button>
      )}
    </Section>
  )
}
