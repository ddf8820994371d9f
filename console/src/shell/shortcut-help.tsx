import { useRef, useState } from 'react'
import { SHORTCUTS } from './shortcut-table.ts'
import { setSingleKeys, singleKeysOn, useShortcuts } from './use-shortcuts.ts'

/** The button, and the dialog that lists every key. */
export function ShortcutHelp() {
  const dialog = useRef<HTMLDialogElement>(null)
  const [keysOn, setKeysOn] = useState(singleKeysOn)
  const open = () => dialog.current?.showModal()
  useShortcuts({ '?': open })
  return (
    <>
      <button type="button" className="quiet" onClick={open} title="Keyboard shortcuts (?)">
        Keys <kbd>?</kbd>
      </button>
      <dialog ref={dialog} aria-labelledby="shortcut-title" className="shortcuts">
        <form method="dialog">
          <h2 id="shortcut-title">Keyboard shortcuts</h2>
          <button type="submit">Close</button>
        </form>
        {SHORTCUTS.map(({ where, lines }) => (
          <section key={where}>
            <h3>{where}</h3>
            <dl>
              {lines.map(({ keys, does }) => (
                <div key={does}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <label>
          <input
            type="checkbox"
            checked={keysOn}
            onChange={({ target }) => {
              setSingleKeys(target.checked)
              setKeysOn(target.checked)
            }}
          />{' '}
          Single letters act as shortcuts
        </label>
      </dialog>
    </>
  )
}
