import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './tokens.css'
import './style/base.css'
import './style/frame.css'
import './case/case.css'
import './ladder/marks.css'
import './ladder/ladder.css'
import './details/inspector.css'
import './offers/offers.css'
import './offers/meanings.css'
import './strip/strip.css'
import './packets/packets.css'
import './monitor/monitor.css'
import './baseline/baseline.css'
import './start/start.css'
import './lessons/lessons.css'
import './sheets/sheets.css'
import './help/help.css'
import './told/told.css'
import './style/forced.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
