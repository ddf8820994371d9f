import { Outlet } from '@tanstack/react-router'
import { CaseList } from '../cases/case-list.tsx'
import { Header } from './header.tsx'

/** Left what needs me; the routes fill the middle and the right. */
export function AppShell() {
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the case
      </a>
      <Header />
      <CaseList />
      <Outlet />
    </div>
  )
}
