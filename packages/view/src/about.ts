export { ABOUT_DNS, ABOUT_TRAFFIC } from '@slicescope/diagnosis/about'
