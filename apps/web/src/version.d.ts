/** Of Slicescope, as its manifest gives it; written in by Vite. */
declare const __SLICESCOPE_VERSION__: string
