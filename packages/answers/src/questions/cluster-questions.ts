import type { AskedClusters } from './asked-clusters.ts'
import { compareQuestion } from './compare-question.ts'
import { dnsQuestion } from './dns-question.ts'
import { eventsQuestion } from './events-question.ts'
import { expectedQuestion } from './expected-question.ts'
import { facetsQuestion } from './facets-question.ts'
import { historyQuestions } from './history-questions.ts'
import { overviewQuestion } from './overview-question.ts'
import type { Question } from './question.ts'
import { searchQuestion } from './search-question.ts'
import { serviceQuestion } from './service-question.ts'
import { servicesQuestion } from './services-question.ts'
import { trafficQuestion } from './traffic-question.ts'

/** All that can be asked of what Slicescope holds of a cluster, now or as of a moment. */
export function clusterQuestions(clusters: AskedClusters): readonly Question[] {
  return [
    servicesQuestion(clusters),
    overviewQuestion(clusters),
    searchQuestion(clusters),
    facetsQuestion(clusters),
    serviceQuestion(clusters),
    compareQuestion(clusters),
    trafficQuestion(clusters),
    dnsQuestion(clusters),
    eventsQuestion(clusters),
    expectedQuestion(clusters),
    ...historyQuestions(clusters),
  ]
}
