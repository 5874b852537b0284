/** Stands in for the YAML of an object, which is read from the API server when it is asked for. */
export function YamlView() {
  return <p className="faint">YAML is read from the API server: a recording holds none.</p>
}
