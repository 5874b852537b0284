import { type HTTPRoute, type Ingress, servicesOfIngress, servicesOfRoute } from '@slicescope/model'
import { isJudged } from '../arises.ts'
import type { Case } from '../case.ts'
import type { ObjectRef } from '../finding.ts'
import { isNearText } from '../words/near-text.ts'
import { kubectlIn, refOf } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { count } from '../words/words.ts'

/** [SC-G10] A route in front names a port that the Service does not have, or nearly its name. */
export const routeToNothing: Rule = {
  code: 'SC-G10',
  title: 'Route to a missing Service or port',
  inputs: ['ingresses'],
  helps: ['httproutes'],
  arises: isJudged,
  find: c => {
    const wrong = [...byRoute(wrongPorts(c)), ...byRoute(wrongNames(c))]
    const [first] = wrong
    if (first === undefined) return null
    const more = wrong.length - 1
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: first.route,
      lead: 'Route names a missing Service or port',
      facts: `${first.route.kind} ${first.route.name} names ${first.found}, and ${first.instead}${more === 0 ? '' : `; ${count(more, 'more backend')} of routes like it`}`,
      ...shownEvidence(wrong, ({ route, found, expected }) => ({ object: route, field: 'backend', found, expected })),
      kubectl: kubectlIn(c)`describe ${first.route.kind.toLowerCase()}/${first.route.name}`,
      remedy:
        'Compare the backends of the route with the Service and its ports: a route names the port of the Service, not the target port.',
      remedyClass: 'look',
    }
  },
}

/** The order of the Stores says nothing, and a replay has another. */
function byRoute(wrong: readonly WrongRoute[]): readonly WrongRoute[] {
  const nameOf = ({ route }: WrongRoute) => `${route.kind} ${route.namespace ?? ''}/${route.name}`
  return wrong.toSorted((a, b) => Number(nameOf(a) > nameOf(b)) - Number(nameOf(a) < nameOf(b)))
}

interface WrongRoute {
  readonly route: ObjectRef
  readonly found: string
  readonly expected: string
  /** What there is, behind "and". */
  readonly instead: string
}

interface Backend {
  readonly route: ObjectRef
  readonly service: string
  readonly port: string | number | undefined
}

function backendsOf(ingress: Ingress): readonly Backend[] {
  const route = refOf('Ingress', ingress)
  const { defaultBackend, rules = [] } = ingress.spec ?? {}
  const all = [defaultBackend, ...rules.flatMap(({ http }) => http?.paths ?? []).map(({ backend }) => backend)]
  return all.flatMap(backend =>
    backend?.service === undefined
      ? []
      : [{ route, service: backend.service.name, port: backend.service.port?.number ?? backend.service.port?.name }],
  )
}

function refsOf(httpRoute: HTTPRoute): readonly Backend[] {
  const route = refOf('HTTPRoute', httpRoute)
  return (httpRoute.spec?.rules ?? [])
    .flatMap(({ backendRefs }) => backendRefs)
    .filter(
      ({ kind = 'Service', namespace = httpRoute.metadata.namespace }) =>
        kind === 'Service' && namespace === httpRoute.metadata.namespace,
    )
    .map(({ name, port }) => ({ route, service: name, port }))
}

function routesTo(key: string, c: Case): readonly Backend[] {
  return [
    ...c.read('ingresses').byIndex('service', key).flatMap(backendsOf),
    ...c
      .read('httproutes')
      .byIndex('service', key)
      .filter(({ metadata }) => metadata.namespace === c.namespace)
      .flatMap(refsOf),
  ]
}

function wrongPorts(c: Case): readonly WrongRoute[] {
  const { name, ports } = c.facts
  const own = ports.map(each => `${each.name === '' ? '' : `${each.name} `}${each.port}`).join(', ')
  return routesTo(`${c.namespace}/${name}`, c)
    .filter(
      ({ service, port }) =>
        service === name && port !== undefined && !ports.some(each => each.name === port || each.port === port),
    )
    .map(({ route, port }) => ({
      route,
      found: `port ${port ?? ''} of ${name}`,
      instead: `the Service has ${own || 'no ports'}`,
      expected: own === '' ? 'a Service with ports' : `a port of the Service: ${own}`,
    }))
}

/** To look through more routes into a namespace for a name that is nearly this one's would cost every Service in it too much. */
const MOST_ROUTES = 500

function wrongNames(c: Case): readonly WrongRoute[] {
  const [ingresses, httpRoutes] = [c.read('ingresses'), c.read('httproutes')]
  const routes = ingresses.countByIndex('namedIn', c.namespace) + httpRoutes.countByIndex('namedIn', c.namespace)
  if (routes === 0 || routes > MOST_ROUTES) return []
  const prefix = `${c.namespace}/`
  const names = [
    ...ingresses.byIndex('namedIn', c.namespace).flatMap(servicesOfIngress),
    ...httpRoutes.byIndex('namedIn', c.namespace).flatMap(servicesOfRoute),
  ]
    .filter(key => key.startsWith(prefix))
    .map(key => key.slice(prefix.length))
  return [...new Set(names)]
    .filter(name => isNearText(name, c.facts.name) && c.findService(name) === undefined)
    .toSorted()
    .flatMap(name =>
      routesTo(prefix + name, c)
        .filter(({ service }) => service === name)
        .map(({ route }) => ({
          route,
          found: `Service ${name}, which does not exist`,
          instead: `this one is ${c.facts.name}`,
          expected: `a Service that exists, as ${c.facts.name}`,
        })),
    )
}
