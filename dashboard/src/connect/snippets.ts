/** How to send a first event, for each way that people send events. */
export interface Snippet {
  id: string;
  name: string;
  language: string;
  /** What to install or know before. */
  before?: string;
  code: string;
}

/** Stands for the write key until there is one. */
export const KEY_PLACEHOLDER = "YOUR_WRITE_KEY";

export function snippets(origin: string, key: string): Snippet[] {
  return [
    {
      id: "curl",
      name: "curl",
      language: "A terminal",
      code: `curl ${origin}/v1/events \\
  -H 'Authorization: Bearer ${key}' \\
  -d '{"event":"feature_used","user":"ada","properties":{"feature":"export","plan":"pro","amount":12}}'`,
    },
    {
      id: "node",
      name: "Node",
      language: "JavaScript, with Segment's own library",
      before: "npm install @segment/analytics-node",
      code: `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${key}', host: '${origin}' })

analytics.track({
  userId: 'ada',
  event: 'feature_used',
  properties: { feature: 'export', plan: 'pro', amount: 12 },
})
await analytics.closeAndFlush()`,
    },
    {
      id: "browser",
      name: "Browser",
      language: "JavaScript on a page",
      before: "npm install @segment/analytics-next",
      code: `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load(
  { writeKey: '${key}', cdnSettings: { integrations: { 'Segment.io': { apiHost: '${origin.replace(/^https?:\/\//, "")}/v1', protocol: '${origin.startsWith("https") ? "https" : "http"}' } } } },
)

analytics.identify('ada', { plan: 'pro' })
analytics.track('feature_used', { feature: 'export', amount: 12 })`,
    },
    {
      id: "java",
      name: "Java",
      language: "Java, with Segment's own library",
      before: "com.segment.analytics.java:analytics:3.5.4",
      code: `Analytics analytics = Analytics.builder("${key}").endpoint("${origin}").build();

analytics.enqueue(
    TrackMessage.builder("feature_used")
        .userId("ada")
        .properties(Map.of("feature", "export", "plan", "pro", "amount", 12)));
analytics.flush();`,
    },
    {
      id: "python",
      name: "Python",
      language: "Python, with Segment's own library",
      before: "pip install segment-analytics-python",
      code: `import segment.analytics as analytics

analytics.write_key = "${key}"
analytics.host = "${origin}"

analytics.track("ada", "feature_used", {"feature": "export", "plan": "pro", "amount": 12})
analytics.flush()`,
    },
    {
      id: "kafka",
      name: "Kafka",
      language: "Straight into the log",
      before:
        "Any Kafka client; the broker of a local server listens on 127.0.0.1:9092 unless log.port says otherwise",
      code: `echo 'default:ada|{"project":"default","id":"1","name":"feature_used","user":"ada","time":'$(date +%s)'000000,"received":'$(date +%s)'000000,"properties":{"feature":"export"},"context":{}}' |
  kafka-console-producer.sh --bootstrap-server 127.0.0.1:9092 --topic millrace.events \\
    --property parse.key=true --property key.separator='|'`,
    },
    {
      id: "file",
      name: "A file",
      language: "NDJSON, also compressed, with its own names of fields",
      code: `./millrace import events.ndjson.gz --url ${origin} --key ${key} \\
  --map time=timestamp,user=user_id,event=type`,
    },
  ];
}
