import { formatDigest } from '../digest.ts'
import { encodePart } from '../encode.ts'
import { type Topic, type TopicName, topicName } from '../topic.ts'
import {
  advanceOverview,
  advanceService,
  type OverviewStep,
  overviewState,
  type ServiceStep,
  serviceState,
  stepOverview,
  stepService,
  type TopicState,
} from '../topic-state.ts'
import type { Random } from '@slicescope/view/random'
import { randomOverview, randomService } from './random-topics.ts'

/** One topic at the server's end. */
export interface ModelTopic {
  readonly name: TopicName
  value(): unknown
  digest(): string
  /** Becomes something else, by chance; the event that tells it, or null when nothing differs. */
  change(): string | null
}

export function createModelTopic(topic: Topic, random: Random): ModelTopic {
  const name = topicName(topic)
  if (topic.type === 'overview')
    return modelTopic(name, {
      first: overviewState(randomOverview(random, null)),
      next: before => randomOverview(random, before),
      step: stepOverview,
      advance: advanceOverview,
    })
  return modelTopic(name, {
    first: serviceState(randomService(random, null)),
    next: before => randomService(random, before),
    step: stepService,
    advance: advanceService,
  })
}

interface Source<V, S> {
  readonly first: TopicState<V>
  readonly next: (before: V) => V
  readonly step: (before: V, after: V) => S | null
  readonly advance: (state: TopicState<V>, step: S) => TopicState<V> | undefined
}

function modelTopic<V, S extends OverviewStep | ServiceStep>(name: TopicName, source: Source<V, S>): ModelTopic {
  let state = source.first
  return {
    name,
    value: () => state.value,
    digest: () => formatDigest(state.digest),
    change: () => {
      const step = source.step(state.value, source.next(state.value))
      const next = step === null ? undefined : source.advance(state, step)
      if (step === null || next === undefined) return null
      state = next
      return encodePart(name, step)
    },
  }
}
