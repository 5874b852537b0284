import {
  forEachResource,
  type Labels,
  type Lister,
  type Listers,
  objectKey,
  type ObjectKey,
  type Pod,
  podLabelsKey,
  type Resource,
  type ResourceDelta,
  type ResourceIndexes,
  type ResourceListers,
  type ResourceObjects,
  statesOf,
  type Steps,
} from '@slicescope/model'

interface Keyed {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string }
}

interface Note {
  read(read: string): void
  object(resource: Resource, object: Keyed): void
  labelSet(key: string): void
}

/** What was read: how touched-reads.ts names each read, and the objects without which it would answer something else. */
export interface Noted {
  readonly reads: ReadonlySet<string>
  readonly objects: readonly NotedObject[]
}

type NotedObject = readonly [resource: Resource, key: ObjectKey]

/** Listers that note, while they are asked to, every read and every object that it answered with. */
export class NotedListers {
  readonly listers: Listers
  readonly #source: Listers
  /** A pod for each label set that was read: more than that one is there, nothing was asked. */
  readonly #witnesses = new Map<string, ObjectKey>()
  #noting: { readonly reads: Set<string>; readonly objects: NotedObject[] } | null = null

  constructor(source: Listers) {
    this.#source = source
    const all: ResourceListers = source
    const note: Note = {
      read: read => this.#noting?.reads.add(read),
      object: (resource, object) => this.#noting?.objects.push([resource, objectKey(object)]),
      labelSet: key => {
        if (this.#noting !== null) this.#noting.objects.push(...this.#witness(key))
      },
    }
    const noted = <R extends Resource>(resource: R): Lister<ResourceObjects[R], ResourceIndexes[R]> =>
      notedLister<ResourceObjects[R], ResourceIndexes[R]>(resource, all[resource], note)
    this.listers = { ...forEachResource(noted), podLabels: notedLabelSets(source, note) }
  }

  /** What was read while `run` ran. */
  note(run: () => void): Noted {
    const noting = { reads: new Set<string>(), objects: [] }
    this.#noting = noting
    try {
      run()
    } finally {
      this.#noting = null
    }
    return noting
  }

  /** The same of what is read in all steps, and of nothing that is read between them. */
  *noteSteps(steps: Steps<void>): Steps<Noted> {
    const noting = { reads: new Set<string>(), objects: [] }
    for (;;) {
      this.#noting = noting
      try {
        if (steps.next().done === true) return noting
      } finally {
        this.#noting = null
      }
      yield
    }
  }

  /** Where a pod goes that stood for its label set, another one takes its place: that one. To be told of every Delta. */
  follow(delta: ResourceDelta): readonly NotedObject[] {
    if (delta.resource !== 'pods' || this.#witnesses.size === 0) return []
    return statesOf<Pod>(delta).flatMap(pod => {
      const set = podLabelsKey(pod)
      return this.#witnesses.get(set) === objectKey(pod) ? this.#witness(set) : []
    })
  }

  #witness(set: string): readonly NotedObject[] {
    const pods = this.#source.pods.byIndex('labels', set)
    const before = this.#witnesses.get(set)
    const witness = pods.find(pod => objectKey(pod) === before) ?? pods[0]
    if (witness === undefined) return []
    this.#witnesses.set(set, objectKey(witness))
    return [['pods', objectKey(witness)]]
  }
}

function notedLister<T extends Keyed, I extends string>(
  resource: Resource,
  lister: Lister<T, I>,
  note: Note,
): Lister<T, I> {
  const noteAll = (objects: Iterable<T>) => {
    for (const object of objects) note.object(resource, object)
  }
  return {
    get size() {
      note.read(`${resource} size`)
      noteAll(lister.list())
      return lister.size
    },
    get: key => {
      note.read(`${resource} get ${key}`)
      const object = lister.get(key)
      if (object !== undefined) note.object(resource, object)
      return object
    },
    list: () => {
      note.read(`${resource} list`)
      noteAll(lister.list())
      return lister.list()
    },
    byIndex: (index, value) => {
      note.read(`${resource} ${index} ${value}`)
      const objects = lister.byIndex(index, value)
      noteAll(objects)
      return objects
    },
    countByIndex: (index, value) => {
      note.read(`${resource} count ${index} ${value}`)
      noteAll(lister.byIndex(index, value))
      return lister.countByIndex(index, value)
    },
    indexValues: index => {
      note.read(`${resource} values ${index}`)
      noteAll(lister.list())
      return lister.indexValues(index)
    },
  }
}

function notedLabelSets({ podLabels }: Listers, note: Note): Listers['podLabels'] {
  const inNamespace = (namespace: string): Iterable<{ readonly key: string; readonly labels: Labels }> => {
    note.read(`label sets ${namespace}`)
    const sets = [...podLabels.inNamespace(namespace)]
    for (const { key } of sets) note.labelSet(key)
    return sets
  }
  return {
    inNamespace,
    namespaces: () => {
      note.read('label sets')
      const namespaces = [...podLabels.namespaces()]
      for (const namespace of namespaces) for (const { key } of podLabels.inNamespace(namespace)) note.labelSet(key)
      return namespaces
    },
  }
}
