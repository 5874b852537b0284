import { createServer } from 'node:http'
import { once } from 'node:events'

/** The least that a page can be, by a bare server of the same run: the floors. */
export interface BarePages {
  /** A canvas with so many cells, drawn at once and again with each turn of the wheel. */
  canvas(cells: number): string
  /** Fetches the given rows and writes the first 40 that match its input's text; all lines scroll. */
  readonly list: string
  setRows(json: string): void
  stop(): Promise<void>
}

export async function startBarePages(): Promise<BarePages> {
  let rows = '{"services":[]}'
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (pathname === '/rows') {
      response.setHeader('content-type', 'application/json').end(rows)
      return
    }
    const body = pathname === '/list' ? LIST : canvasPage(Number(searchParams.get('cells')))
    response.setHeader('content-type', 'text/html').end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const url = `http://127.0.0.1:${port}`
  return {
    canvas: cells => `${url}/canvas?cells=${cells}`,
    list: `${url}/list`,
    setRows: json => {
      rows = json
    },
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const HEAD = '<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#111;color:#ddd}</style>'

function canvasPage(cells: number): string {
  return `${HEAD}<canvas class="cells" width="900" height="800"></canvas><script type="module">
const context = document.querySelector('canvas').getContext('2d')
const columns = Math.ceil(Math.sqrt(${cells} * 900 / 800))
const pitch = 900 / columns
let [left, top] = [0, 0]
function draw() {
  context.clearRect(0, 0, 900, 800)
  context.fillStyle = '#87f5e7'
  for (let at = 0; at < ${cells}; at += 1) {
    const [x, y] = [(at % columns) * pitch, Math.floor(at / columns) * pitch]
    context.fillRect(x - left, y - top, pitch * 0.8, pitch * 0.8)
  }
}
draw()
addEventListener('wheel', event => {
  left += event.deltaX
  top += event.deltaY
  requestAnimationFrame(draw)
})
</script>`
}

const LIST = `${HEAD}<input><div class="list-scroll" style="height:800px;overflow:auto"><pre></pre></div><script type="module">
const [input, lines] = [document.querySelector('input'), document.querySelector('pre')]
fetch('/rows').then(answer => answer.json()).then(({ services }) => {
  const write = text => {
    const found = services.filter(row => row.name.includes(text))
    lines.style.height = found.length * 20 + 'px'
    lines.replaceChildren(...found.slice(0, 40).map(row => {
      const line = document.createElement('div')
      line.dataset.service = row.namespace + '/' + row.name
      line.textContent = row.name + ' ' + row.ready + '/' + row.total
      return line
    }))
  }
  write('')
  input.addEventListener('input', () => write(input.value))
})
</script>`
