import { Handle, Position } from '@xyflow/react'

/** Where React Flow finds the ends of edges. Unseen: the layout says where edges run. */
export function FlowEnds() {
  return (
    <>
      <Handle className="flow-end" type="target" position={Position.Left} isConnectable={false} />
      <Handle className="flow-end" type="source" position={Position.Right} isConnectable={false} />
    </>
  )
}
