import { usePlaceStore } from '../state/stores.ts'
import type { From } from '../url/place.ts'
import { placeWords } from '../words/from-words.ts'
import { Section } from './section.tsx'

/** Leads from a node or a zone to who answers its clients. */
export function AskFrom({ from }: { readonly from: From }) {
  const store = usePlaceStore()
  return (
    <Section title="Traffic">
      <button type="button" className="link" onClick={() => store.go({ selection: null, tab: 'traffic', from })}>
        Who answers clients {placeWords(from)}?
      </button>
    </Section>
  )
}
