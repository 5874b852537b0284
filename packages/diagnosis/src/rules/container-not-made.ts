import type { Case } from '../case.ts'
import { eventsOf } from '../pods/pod-events.ts'
import { kubectlIn, selecting } from '../words/refs.ts'
import { alsoWords, byFrequency, commonest, troubleRule } from '../pods/trouble-rule.ts'
import type { FailingContainer, Trouble } from '../pods/trouble.ts'
import { whyNotMade } from '../workloads/why-not-made.ts'

/** [SC-D1] The image cannot be pulled, or the container cannot be created. */
export const containerNotMade = troubleRule({
  code: 'SC-D1',
  title: 'Image pull or container creation failed',
  words: (troubles, c) => {
    const told = commonest(troubles)
    const { container } = told
    return {
      lead: container === undefined ? 'Container creation failed' : leadOf(container),
      more: [container === undefined ? '' : detailOf(container), whyOf(troubles, c), alsoWords(troubles, told)]
        .filter(Boolean)
        .join('; '),
      remedy:
        container !== undefined && isOfImage(container.reason)
          ? 'Check the name and tag of the image, and the access of the node to its registry.'
          : 'Check that the ConfigMaps, Secrets and the command of the container exist.',
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${WAITING}`,
    }
  },
})

const WAITING =
  '{range .items[*]}{.metadata.name}{"\\n"}{range .status.containerStatuses[*]}{"  "}{.name} {.state.waiting.reason}: {.state.waiting.message}{"\\n"}{end}{end}'

function leadOf({ name, reason }: FailingContainer): string {
  if (reason === 'InvalidImageName') return `Image name is not valid (${reason})`
  if (isOfImage(reason)) return `Image pull failed (${reason})`
  return `Container ${name} cannot be ${reason.startsWith('Create') ? 'created' : 'started'} (${reason})`
}

function detailOf({ name, image, reason }: FailingContainer): string {
  return isOfImage(reason) && image !== '' ? `image ${image} of container ${name}` : `container ${name}`
}

function isOfImage(reason: string): boolean {
  return reason.includes('Image') || reason === 'RegistryUnavailable' || reason === 'SignatureValidationFailed'
}

/** What the kubelet's events say most often. */
function whyOf(troubles: readonly Trouble[], c: Case): string | undefined {
  const events = eventsOf(
    c,
    troubles.map(({ pod }) => pod),
    ['Failed'],
  )
  const [words] = byFrequency(events.flatMap(({ message = '' }) => whyNotMade(message) ?? []))
  return words
}
