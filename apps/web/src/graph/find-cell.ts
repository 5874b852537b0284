import type { Cell, GroupBox, NodeBox } from '@slicescope/picture'

/** The cell at a point of the group, if there is one; neighbours share the space between them. */
export function findCell({ cells, card, pitch }: GroupBox, x: number, y: number): Cell | undefined {
  const half = pitch / 2
  const box = card ?? { x: -half, y: -half, width: pitch, height: pitch }
  return cells.find(cell => {
    const [dx, dy] = [x - cell.x - box.x, y - cell.y - box.y]
    return dx >= 0 && dy >= 0 && dx < box.width && dy < box.height
  })
}

/** The named node at a point of the group. */
export function findNode({ nodes }: GroupBox, x: number, y: number): NodeBox | undefined {
  return nodes.find(node => x >= node.x && y >= node.y && x < node.x + node.width && y < node.y + node.height)
}
