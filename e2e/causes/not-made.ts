/** Codes that no test makes on a real Kubernetes, and why. */
export const NOT_MADE: Readonly<Record<string, string>> = {
  'SC-D10': 'asks for the lease of a Node, which real kubelets renew and simulated ones have not',
}
