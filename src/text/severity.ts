import type { Finding } from '../trace/report.ts'

/** What a finding is called by its weight: the same words on the page, in reports and on the command line. */
export const severityName: Readonly<Record<Finding['severity'], string>> = { error: 'fault', warning: 'worth knowing', note: 'note' }
