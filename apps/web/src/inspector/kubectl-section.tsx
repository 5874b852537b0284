import { CopyButton } from '../controls/copy-button.tsx'
import { NowNote } from '../controls/now-note.tsx'
import { Section } from './section.tsx'

/** Commands that show the same; nothing is run from here. */
export function KubectlSection({ commands }: { readonly commands: readonly string[] }) {
  if (commands.length === 0) return null
  return (
    <Section title="Same in kubectl" note={<NowNote />}>
      {commands.map(command => (
        <Command key={command} command={command} />
      ))}
    </Section>
  )
}

export function Command({ command }: { readonly command: string }) {
  return (
    <div className="command">
      <code>{command}</code>
      <CopyButton text={command} />
    </div>
  )
}
