import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // The server's Content-Security-Policy allows no data: URL, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    // The API answers to its own Host only.
    proxy: { '/api': { target: 'http://127.0.0.1:8480', changeOrigin: true } },
  },
})
