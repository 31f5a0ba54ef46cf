// Sends one of each call with Segment's own client and prints what it sent, as JSON.
// node send.mjs URL WRITE_KEY
import { Analytics } from '@segment/analytics-node'

const [host, writeKey] = process.argv.slice(2)
const timestamp = new Date(Date.now() - 60_000)
const analytics = new Analytics({ writeKey, host, flushAt: 100 })
const failures = []
analytics.on('error', (error) => failures.push(String(error.reason ?? error.code)))

const sent = []
const call = (type, message) => {
  sent.push({ type, ...message })
  analytics[type](message)
}
call('identify', { userId: 'ann', traits: { plan: 'pro', name: 'Änn 😀' }, timestamp })
call('track', { userId: 'ann', event: 'Order Completed', properties: { amount: 9.5, items: ['a', 'b'] }, timestamp })
call('track', { anonymousId: 'device-1', event: 'Opened', context: { ip: '::1' } })
call('page', { userId: 'ann', category: 'Help', name: 'Docs', properties: { url: '/docs' } })
call('screen', { userId: 'ann', name: 'Home' })
call('group', { userId: 'ann', groupId: 'acme', traits: { size: 5 } })
call('alias', { userId: 'ann', previousId: 'device-1' })
await analytics.closeAndFlush({ timeout: 30_000 })

console.log(JSON.stringify({ sent, failures }))
process.exit(failures.length === 0 ? 0 : 1)
