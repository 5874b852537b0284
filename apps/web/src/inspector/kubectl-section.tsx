import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Section } from './section.tsx'

/** Commands that show the same; nothing is run from here. */
export function KubectlSection({ commands }: { readonly commands: readonly string[] }) {
  if (commands.length === 0) return null
  return (
    <Section title="Same in kubectl">
      {commands.map(command => (
        <Command key={command} command={command} />
      ))}
    </Section>
  )
}

const SHOWN_MS = 1500

export function Command({ command }: { readonly command: string }) {
  return (
    <div className="command">
      <code>{command}</code>
      <CopyButton text={command} />
    </div>
  )
}

/** Copies a text, and says whether it could. */
export function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied('yes')
    } catch {
      setCopied('refused')
    }
    setTimeout(() => setCopied('no'), SHOWN_MS)
  }
  return (
    <button type="button" aria-label={`Copy: ${text}`} title={COPY_WORDS[copied]} onClick={() => void copy()}>
      {copied === 'yes' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
    </button>
  )
}

const COPY_WORDS = {
  no: 'Copy',
  yes: 'Copied',
  refused: 'The browser denied access to the clipboard: select the text instead',
}
