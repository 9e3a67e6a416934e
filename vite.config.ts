import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The page: the same for Electron, the loopback server and a browser. Relative base, so that it opens below any path;
 *  nothing inlined, so that the strictest content security policy fits. */
export default defineConfig({
  root: 'src/ui',
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: { outDir: '../../dist/page', emptyOutDir: true, target: 'chrome120', assetsInlineLimit: 0, chunkSizeWarningLimit: 2000 },
})
