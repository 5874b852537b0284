import { type Finding } from '@slicescope/diagnosis'
import { findingExamples } from '@slicescope/diagnosis/examples'

/** docs/findings/catalog.md: what each rule says, by an example. */
export function catalogPage(): string {
  const sections = findingExamples().map(sectionOf)
  return `# Catalog of findings

Written by \`e2e/tests/finding-pages.test.ts\` from an example of each finding: change the rules and run it with \`-u\`. The examples are about Service \`web\` in namespace \`shop\`.

${sections.join('\n')}`
}

function sectionOf({ code, title, severity, sentence, remedy, remedyClass, kubectl, evidence }: Finding): string {
  const facts = evidence.map(({ object: { kind, name }, field, found, expected }) =>
    [`${kind} ${name}: ${field} is ${found}`, expected === '' ? '' : `expected ${expected}`].filter(Boolean).join(', '),
  )
  return `## ${code} ${title}

- ${severity}: ${asText(sentence)}
${facts.map(fact => `- Evidence: ${asText(fact)}`).join('\n')}
- Remedy (${remedyClass}): ${asText(remedy)}

\`\`\`sh
${kubectl}
\`\`\`
`
}

/** Markdown takes no part of it for a mark of its own. */
function asText(text: string): string {
  return text.replaceAll(/[<>*_[\]]/g, mark => `\\${mark}`)
}
