import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

const SHOWN_MS = 1500

interface CopyButtonProps {
  readonly text: string
  /** Where the text is too long to be heard. */
  readonly label?: string
}

/** Copies a text, and says whether it could. */
export function CopyButton({ text, label = `Copy: ${text}` }: CopyButtonProps) {
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
    <button
      type="button"
      className="copy"
      aria-label={label}
      title={COPY_WORDS[copied]}
      data-copied={copied}
      onClick={() => void copy()}
    >
      {copied === 'yes' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
    </button>
  )
}

const COPY_WORDS = {
  no: 'Copy',
  yes: 'Copied',
  refused: 'The browser denied access to the clipboard: select the text instead',
}

/** A value that people paste elsewhere, with the button that copies it. */
export function Copied({ text }: { readonly text: string }) {
  return (
    <span className="copied">
      <span>{text}</span>
      <CopyButton text={text} />
    </span>
  )
}
