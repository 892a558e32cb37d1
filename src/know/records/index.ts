/** Record by record for other systems: tell, read and take back what a source knows, by the source's own ids (MISSION C2). */
export { routes } from './routes.ts'
