import { createRootRoute, createRoute, createRouter, Link } from '@tanstack/react-router'
import { CaseScreen } from './case/case-screen.tsx'
import { readSelectionSearch } from './case/selection.ts'
import { DestinationsScreen } from './destinations/destinations-screen.tsx'
import { FeedbackScreen } from './feedback/feedback-screen.tsx'
import { parseSearch, stringifySearch } from './search-params.ts'
import { AppShell } from './shell/app-shell.tsx'
import { SourcesScreen } from './sources/sources-screen.tsx'
import { PageFailure } from './states/page-failure.tsx'
import { Welcome } from './states/welcome.tsx'

const rootRoute = createRootRoute({ component: AppShell, notFoundComponent: NotFound })

const indexRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: Welcome })

const caseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases/$id',
  validateSearch: readSelectionSearch,
  component: function CaseRoute() {
    const { id } = caseRoute.useParams()
    // A case keeps no state of another: zoom and panel begin anew.
    return <CaseScreen key={id} id={id} search={caseRoute.useSearch()} />
  },
})

const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sources',
  component: SourcesScreen,
})

const destinationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/destinations',
  component: DestinationsScreen,
})

const feedbackRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/feedback',
  component: FeedbackScreen,
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([indexRoute, caseRoute, sourcesRoute, destinationsRoute, feedbackRoute]),
  defaultErrorComponent: PageFailure,
  parseSearch,
  stringifySearch,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function NotFound() {
  return (
    <main id="main" className="middle wide">
      <div className="state">
        <h2>There is no such page</h2>
        <p>
          <Link to="/">Go to the cases</Link>
        </p>
      </div>
    </main>
  )
}
