import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  root,
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The content security policy allows no data: fonts or scripts, and small files cache better than they inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // Few files instead of thirty: what every page needs, split by how often it changes.
        codeSplitting: {
          groups: [
            {
              name: 'framework',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](?!react-virtual|virtual-core)[^\\/]+)[\\/]/,
              priority: 3,
            },
            // what most pages use; what only some do comes with those
            { name: 'parts', test: /node_modules[\\/]/, minShareCount: 12, priority: 2 },
            { name: 'frame', test: /[\\/]web[\\/](api|ui|words)[\\/][^\\/]+$/, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': process.env.KAUPPIAS_API ?? 'http://localhost:8080' } },
})
