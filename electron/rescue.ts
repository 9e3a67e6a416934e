import type { BrowserWindow, Dialog } from 'electron'

/** When the page's process has died, says so and offers to begin again, instead of an empty window. */
export function rescue(
  window: Pick<BrowserWindow, 'destroy'> & { readonly webContents: Pick<BrowserWindow['webContents'], 'on' | 'reload'> },
  dialog: Pick<Dialog, 'showMessageBox'>,
): void {
  window.webContents.on('render-process-gone', async (_, { reason }) => {
    if (reason === 'clean-exit') return
    const { response } = await dialog.showMessageBox(window as BrowserWindow, {
      type: 'error',
      title: 'ikescope',
      message: 'The viewer stopped working.',
      detail: `${reason === 'oom' ? 'It ran out of memory.' : `The system says: ${reason}.`} Your captures were only read; nothing in them has changed.`,
      buttons: ['Start again', 'Quit'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    })
    if (response === 0) window.webContents.reload()
    else window.destroy()
  })
}
