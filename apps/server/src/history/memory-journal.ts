import { MemoryJournal as PackedJournal } from '@slicescope/answers'
import { NODE_PACKING } from '../recordings/node-packing.ts'

/** A journal in this process's memory. */
export class MemoryJournal extends PackedJournal {
  constructor() {
    super(NODE_PACKING)
  }
}
