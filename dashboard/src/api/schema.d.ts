// Generated from /openapi.json by `npm run api`. Not edited by hand.
export interface paths {
    "/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Something that a user did. */
        post: operations["track"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/t": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Something that a user did. As Segment's browser library sends it. */
        post: operations["trackFromBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who a user is. */
        post: operations["identify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/i": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who a user is. As Segment's browser library sends it. */
        post: operations["identifyFromBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A page that was viewed. */
        post: operations["page"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/p": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A page that was viewed. As Segment's browser library sends it. */
        post: operations["pageFromBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A screen that was viewed. */
        post: operations["screen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/s": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A screen that was viewed. As Segment's browser library sends it. */
        post: operations["screenFromBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The group that a user belongs to. */
        post: operations["group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/g": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The group that a user belongs to. As Segment's browser library sends it. */
        post: operations["groupFromBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another id of a user. */
        post: operations["alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/a": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another id of a user. As Segment's browser library sends it. */
        post: operations["aliasFromBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Several calls at once. */
        post: operations["batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/b": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Several calls at once. As Segment's browser library sends it. */
        post: operations["batchFromBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Several calls at once. */
        post: operations["importBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest events, as they were sent. */
        get: operations["newestEvents"];
        put?: never;
        /** Send events in Millrace's own form. */
        post: operations["sendEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a question. */
        post: operations["ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sql": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One SELECT over the project's events.
         * @description Needs the admin key, or a read key with `sql: true`. The tables are `events`, `activity` and the declared views; docs/sql.md describes them, what a statement may use, and the limits. An answer that ends is whole: what fails after its beginning was sent breaks the connection off.
         */
        post: operations["sql"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follow a question: the answer now, and again whenever it has changed, at most once a second. */
        get: operations["follow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of events, and properties with their types and common values. */
        get: operations["schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person. */
        get: operations["user"];
        put?: never;
        post?: never;
        /**
         * Erase a person.
         * @description Takes an admin key. All events of the person, under all their ids, and what views say of them are erased; what they do after this request counts again. The request is a record of the log, so it holds also for a store that is filled from the log again.
         */
        delete: operations["eraseUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person's events. */
        get: operations["userEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that is kept of a person.
         * @description Takes an admin key. A line for each event, the latest first, as POST /v1/events takes it and with what else is kept; the last line is the person with all ids. Without the last line the answer was cut off.
         */
        get: operations["exportUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All events of a stretch of time as a file.
         * @description Takes an admin key. Columns or fields: id, event, user, anonymous, time, sent, received, properties, context, partition, offset. NDJSON comes gzipped.
         */
        get: operations["export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the pipeline is doing: rates, lag, positions, queues, refusals, bytes, limits, problems. */
        get: operations["status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers. */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether events are taken. A store that is down does not make the server unready: the log takes its events. */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every instrument in Prometheus' text format. */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description. */
        get: operations["description"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The dashboard, for a browser. */
        get: operations["dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the key of the request may do, and the keys of its project. Only an admin key is told the secrets of others. */
        get: operations["keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest refused events of the topic `millrace.rejected`, with the reason and the start of their bytes. */
        get: operations["rejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/boards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The boards of the project. */
        get: operations["boards"];
        put?: never;
        /** Make a board. A read key may do it. */
        post: operations["createBoard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/boards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A board. */
        get: operations["board"];
        /** Replace a board's name and tiles. */
        put: operations["replaceBoard"];
        post?: never;
        /** Delete a board. */
        delete: operations["deleteBoard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/boards/{id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a key that opens this board alone, for reading. A key that it had before opens nothing any more. */
        post: operations["shareBoard"];
        /** Take the share key back. */
        delete: operations["unshareBoard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shared": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The board that a share key opens. `GET /v1/live` with the same key streams the answers to its questions, named by the place of their tiles. */
        get: operations["sharedBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Definitions, versions and progress of the views. */
        get: operations["views"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{name}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Builds a view anew from the events, while the present version goes on answering. */
        post: operations["rebuildView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{name}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compares a view with the events that it is made of; reads all of them. */
        post: operations["checkView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Throws the store away and fills it from the log; /v1/status shows the lag. */
        post: operations["rebuildStore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457. */
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description Stable; see the list of errors. */
            code: string;
            detail?: string;
            /** @description The way forward, if one is known. */
            hint?: string;
        };
        Success: {
            /** @constant */
            success: true;
        };
        SegmentCall: {
            /** @description The event's id; the same id counts once. Made by the server if there is none. */
            messageId?: string;
            userId?: string;
            /** @description The user, when there is no userId. */
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, on the client's clock.
             */
            timestamp?: string;
            /**
             * Format: date-time
             * @description When it was sent, on the client's clock; corrects the timestamp.
             */
            sentAt?: string;
            context?: {
                [key: string]: unknown;
            };
            /** @description The key, when it is not in a header. */
            writeKey?: string;
            /** @description The event's name, for track. */
            event?: string;
            /** @description Of a page or screen. */
            name?: string;
            properties?: {
                [key: string]: unknown;
            };
            /** @description Count as properties. */
            traits?: {
                [key: string]: unknown;
            };
            groupId?: string;
            previousId?: string;
        };
        SegmentBatch: {
            batch: (components["schemas"]["SegmentCall"] & {
                /** @enum {unknown} */
                type: "track" | "identify" | "page" | "screen" | "group" | "alias";
            })[];
            context?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it was sent, on the client's clock; corrects the timestamp.
             */
            sentAt?: string;
            /** @description The key, when it is not in a header. */
            writeKey?: string;
        };
        Event: {
            /** @description What happened. */
            event: string;
            /** @description Who did it. */
            user: string;
            /** @description The same id counts once. Made by the server if there is none. */
            id?: string;
            /**
             * Format: date-time
             * @description When it happened; when it came in if there is none.
             */
            time?: string;
            /** @description The device's id from before the user was known. */
            anonymous?: string;
            properties?: {
                [key: string]: unknown;
            };
            /** @description What retries are known by, if it is not `time`: the client's own time, as an export has it. */
            sent?: string | number;
        };
        Outcomes: {
            accepted: number;
            /** @description Events that were refused; the others are kept. */
            rejected: {
                /** @description Its place in the request, from 0. */
                index: number;
                code: string;
                message: string;
            }[];
        };
        StoredEvent: {
            id?: string;
            name?: string;
            user?: string;
            anonymous?: string | null;
            /** Format: date-time */
            time?: string;
            /** Format: date-time */
            received?: string;
            properties?: {
                [key: string]: unknown;
            };
            context?: {
                [key: string]: unknown;
            };
        };
        Test: {
            /** @description `name`, `user` (the id that the event was sent with), `time`, or a property, with dots between levels. */
            property: string;
            /** @enum {unknown} */
            op: "=" | "!=" | ">" | ">=" | "<" | "<=" | "contains" | "starts_with" | "in" | "set" | "unset";
            value?: unknown;
        } | {
            any: components["schemas"]["Test"][];
        } | {
            all: components["schemas"]["Test"][];
        };
        Question: components["schemas"]["TrendQuestion"] | components["schemas"]["TopQuestion"] | components["schemas"]["FunnelQuestion"] | components["schemas"]["RetentionQuestion"] | components["schemas"]["StickinessQuestion"] | components["schemas"]["LifecycleQuestion"] | components["schemas"]["SessionsQuestion"] | components["schemas"]["PathsQuestion"] | components["schemas"]["UsersQuestion"];
        Step: {
            event?: string;
            /** @description In place of event: any of them. Without event and events, it is any event. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /** @description What the answer calls it. */
            as?: string;
        };
        /** @description How measures went over time. */
        TrendQuestion: {
            /**
             * @default trend
             * @constant
             */
            kind: "trend";
            /**
             * @description count, uniques, uniques(p), sum min max avg median p75 p90 p95 p99 of (p), per_user.
             * @default [
             *       "count"
             *     ]
             */
            measures: string[];
            by?: string[];
            /**
             * @description Groups to keep; the rest is added up as "other".
             * @default 10
             */
            limit: number;
            /**
             * @description Chosen for 30 to 200 buckets if there is none.
             * @enum {unknown}
             */
            every?: "second" | "minute" | "15m" | "hour" | "day" | "week" | "month" | "none";
            /**
             * @description Adds the columns previous(measure): the same bucket of the period of equal length just before.
             * @constant
             */
            compare?: "previous";
            /**
             * @description Further columns computed from the measures a, b, c in their order, with + - * / and parentheses. Division by zero is null.
             * @example a / b * 100
             */
            formula?: string | string[];
            /**
             * @description Running totals in place of count, sum and uniques.
             * @default false
             */
            cumulative: boolean;
            /** @description Each number is the mean of the last so many buckets. */
            moving_average?: number;
            /** @description Names; all if there are none. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /**
             * @default -7d
             * @example -1d
             * @example 2026-03-01
             * @example 2026-03-01T12:00:00Z
             * @example today
             */
            from: string;
            /** @default now */
            to: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timezone: string;
            /** @description Forbids estimates. */
            exact?: boolean;
            /**
             * @description Forces the events though a view would do.
             * @enum {unknown}
             */
            source?: "events";
            /** @description A `millrace-position` that the answer must cover. */
            after?: string;
            /**
             * @description How long to wait for `after`, at most 120s.
             * @default 5s
             */
            timeout: string;
        };
        /** @description The largest groups, with share, previous and change. */
        TopQuestion: {
            /** @constant */
            kind: "top";
            /**
             * @description count, uniques, uniques(p), sum min max avg median p75 p90 p95 p99 of (p), per_user.
             * @default [
             *       "count"
             *     ]
             */
            measures: string[];
            by: string[];
            /**
             * @description Groups to show.
             * @default 10
             */
            limit: number;
            /**
             * @description Show the groups past the limit as one.
             * @default false
             */
            other: boolean;
            /** @description Names; all if there are none. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /**
             * @default -7d
             * @example -1d
             * @example 2026-03-01
             * @example 2026-03-01T12:00:00Z
             * @example today
             */
            from: string;
            /** @default now */
            to: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timezone: string;
            /** @description Forbids estimates. */
            exact?: boolean;
            /**
             * @description Forces the events though a view would do.
             * @enum {unknown}
             */
            source?: "events";
            /** @description A `millrace-position` that the answer must cover. */
            after?: string;
            /**
             * @description How long to wait for `after`, at most 120s.
             * @default 5s
             */
            timeout: string;
        };
        /** @description How far people get through a row of steps. */
        FunnelQuestion: {
            /** @constant */
            kind: "funnel";
            steps: (string | components["schemas"]["Step"])[];
            /**
             * @description From the first step to the last, at most 366d.
             * @default 7d
             */
            within: string;
            /**
             * @default ordered
             * @enum {unknown}
             */
            order: "ordered" | "strict" | "any";
            /** @description What ends a way between two steps. */
            exclude?: (string | {
                event?: string;
                /** @description In place of event: any of them. */
                events?: string[];
                /**
                 * @description All must hold.
                 * @example [
                 *       {
                 *         "property": "plan",
                 *         "op": "=",
                 *         "value": [
                 *           "pro",
                 *           "team"
                 *         ]
                 *       }
                 *     ]
                 */
                where?: components["schemas"]["Test"][];
                /** @description What the answer calls it. */
                as?: string;
                /**
                 * @description Number of a step.
                 * @default 1
                 */
                after: number;
                /** @description Number of a later step, the last unless given. */
                before?: number;
            })[];
            /** @description Lists who got to a step instead of counting. */
            people?: {
                step: number;
                /**
                 * @description Only who got no further.
                 * @default false
                 */
                dropped: boolean;
            };
            /** @description next_cursor of the page of people before. */
            cursor?: string;
            by?: string[];
            /**
             * @description Groups to keep; the rest is added up as "other".
             * @default 10
             */
            limit: number;
            /** @description Names; all if there are none. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /**
             * @default -7d
             * @example -1d
             * @example 2026-03-01
             * @example 2026-03-01T12:00:00Z
             * @example today
             */
            from: string;
            /** @default now */
            to: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timezone: string;
            /** @description Forbids estimates. */
            exact?: boolean;
            /**
             * @description Forces the events though a view would do.
             * @enum {unknown}
             */
            source?: "events";
            /** @description A `millrace-position` that the answer must cover. */
            after?: string;
            /**
             * @description How long to wait for `after`, at most 120s.
             * @default 5s
             */
            timeout: string;
        };
        /** @description How many people come back. */
        RetentionQuestion: {
            /** @constant */
            kind: "retention";
            /**
             * @default day
             * @enum {unknown}
             */
            every: "day" | "week" | "month";
            first: string | components["schemas"]["Step"];
            /** @description The same as first unless given. */
            return?: string | components["schemas"]["Step"];
            /**
             * @default first_time
             * @enum {unknown}
             */
            cohort: "first_time" | "recurring";
            /**
             * @default exact
             * @enum {unknown}
             */
            mode: "exact" | "rolling";
            /** @default 12 */
            periods: number;
            by?: string[];
            /**
             * @description Groups to keep; the rest is added up as "other".
             * @default 10
             */
            limit: number;
            /** @description Names; all if there are none. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /**
             * @default -7d
             * @example -1d
             * @example 2026-03-01
             * @example 2026-03-01T12:00:00Z
             * @example today
             */
            from: string;
            /** @default now */
            to: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timezone: string;
            /** @description Forbids estimates. */
            exact?: boolean;
            /**
             * @description Forces the events though a view would do.
             * @enum {unknown}
             */
            source?: "events";
            /** @description A `millrace-position` that the answer must cover. */
            after?: string;
            /**
             * @description How long to wait for `after`, at most 120s.
             * @default 5s
             */
            timeout: string;
        };
        /** @description On how many days people are active. */
        StickinessQuestion: {
            /** @constant */
            kind: "stickiness";
            /**
             * @default day
             * @enum {unknown}
             */
            every: "day" | "week" | "month";
            by?: string[];
            /**
             * @description Groups to keep; the rest is added up as "other".
             * @default 10
             */
            limit: number;
            /** @description Names; all if there are none. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /**
             * @default -7d
             * @example -1d
             * @example 2026-03-01
             * @example 2026-03-01T12:00:00Z
             * @example today
             */
            from: string;
            /** @default now */
            to: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timezone: string;
            /** @description Forbids estimates. */
            exact?: boolean;
            /**
             * @description Forces the events though a view would do.
             * @enum {unknown}
             */
            source?: "events";
            /** @description A `millrace-position` that the answer must cover. */
            after?: string;
            /**
             * @description How long to wait for `after`, at most 120s.
             * @default 5s
             */
            timeout: string;
        };
        /** @description How many people are new, return, come back or stay away. */
        LifecycleQuestion: {
            /** @constant */
            kind: "lifecycle";
            /**
             * @default day
             * @enum {unknown}
             */
            every: "day" | "week" | "month";
            /** @description Names; all if there are none. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /**
             * @default -7d
             * @example -1d
             * @example 2026-03-01
             * @example 2026-03-01T12:00:00Z
             * @example today
             */
            from: string;
            /** @default now */
            to: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timezone: string;
            /** @description Forbids estimates. */
            exact?: boolean;
            /**
             * @description Forces the events though a view would do.
             * @enum {unknown}
             */
            source?: "events";
            /** @description A `millrace-position` that the answer must cover. */
            after?: string;
            /**
             * @description How long to wait for `after`, at most 120s.
             * @default 5s
             */
            timeout: string;
        };
        /** @description Visits: how many, how long, with how many events. */
        SessionsQuestion: {
            /** @constant */
            kind: "sessions";
            /**
             * @description Time without an event that ends a session, at most 1d.
             * @default 30m
             */
            gap: string;
            /**
             * @description none for one row.
             * @default day
             * @enum {unknown}
             */
            every: "second" | "minute" | "15m" | "hour" | "day" | "week" | "month" | "none";
            /** @description entry, exit, or properties of a session's first event. */
            by?: string[];
            /**
             * @description Groups to keep; the rest is added up as "other".
             * @default 10
             */
            limit: number;
            /** @description Names; all if there are none. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /**
             * @default -7d
             * @example -1d
             * @example 2026-03-01
             * @example 2026-03-01T12:00:00Z
             * @example today
             */
            from: string;
            /** @default now */
            to: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timezone: string;
            /** @description Forbids estimates. */
            exact?: boolean;
            /**
             * @description Forces the events though a view would do.
             * @enum {unknown}
             */
            source?: "events";
            /** @description A `millrace-position` that the answer must cover. */
            after?: string;
            /**
             * @description How long to wait for `after`, at most 120s.
             * @default 5s
             */
            timeout: string;
        };
        /** @description From which event people go to which. */
        PathsQuestion: {
            /** @constant */
            kind: "paths";
            start?: string;
            end?: string;
            /** @default 5 */
            steps: number;
            /** @default 30m */
            within: string;
            /** @default false */
            repeats: boolean;
            /** @default 1 */
            min_count: number;
            /**
             * @description Edges to keep, the heaviest.
             * @default 50
             */
            limit: number;
            /** @description Names; all if there are none. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /**
             * @default -7d
             * @example -1d
             * @example 2026-03-01
             * @example 2026-03-01T12:00:00Z
             * @example today
             */
            from: string;
            /** @default now */
            to: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timezone: string;
            /** @description Forbids estimates. */
            exact?: boolean;
            /**
             * @description Forces the events though a view would do.
             * @enum {unknown}
             */
            source?: "events";
            /** @description A `millrace-position` that the answer must cover. */
            after?: string;
            /**
             * @description How long to wait for `after`, at most 120s.
             * @default 5s
             */
            timeout: string;
        };
        /** @description People who have done something, of all times unless from or to say otherwise. */
        UsersQuestion: {
            /** @constant */
            kind: "users";
            /** @description Text in the user's name. */
            search?: string;
            /**
             * @default last
             * @enum {unknown}
             */
            sort: "last" | "first" | "count" | "user";
            /** @enum {unknown} */
            order?: "asc" | "desc";
            /**
             * @description Users of a page.
             * @default 50
             */
            limit: number;
            /** @description next_cursor of the page before. */
            cursor?: string;
            /** @description Names; all if there are none. */
            events?: string[];
            /**
             * @description All must hold.
             * @example [
             *       {
             *         "property": "plan",
             *         "op": "=",
             *         "value": [
             *           "pro",
             *           "team"
             *         ]
             *       }
             *     ]
             */
            where?: components["schemas"]["Test"][];
            /**
             * @default -7d
             * @example -1d
             * @example 2026-03-01
             * @example 2026-03-01T12:00:00Z
             * @example today
             */
            from: string;
            /** @default now */
            to: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timezone: string;
            /** @description Forbids estimates. */
            exact?: boolean;
            /**
             * @description Forces the events though a view would do.
             * @enum {unknown}
             */
            source?: "events";
            /** @description A `millrace-position` that the answer must cover. */
            after?: string;
            /**
             * @description How long to wait for `after`, at most 120s.
             * @default 5s
             */
            timeout: string;
        };
        Answer: {
            /** @description For a trend: `time` unless every is none, then the `by` properties, then the measures under the text that asked for them. Each kind has its own. */
            columns: string[];
            rows: (string | number | Record<string, never> | null)[][];
            meta: {
                from?: string;
                to?: string;
                timezone?: string;
                source?: string;
                rows_scanned?: number;
                elapsed_ms?: number;
                position?: string;
                approximate?: boolean;
                /** @description Where approximate is true: how far the estimated measures may be from the true ones, relative to them. Percentiles of a view are within 0.01; different values, uniques(p), are within 0.036 in 997 of 1,000 answers. */
                relative_error?: number;
                stale?: boolean;
                /** @description Gets the rows after these, where a kind comes in pages. */
                next_cursor?: string;
                /** @description True where the last of the groups, "other", is all that the limit has left over. */
                rest?: boolean;
                /** @description True where it was made for an equal question. */
                cached?: boolean;
                /** @description How old a stale answer is that is given because too many ask. */
                age_ms?: number;
            };
        };
        Schema: {
            events?: {
                name?: string;
                count?: number;
            }[];
            properties?: {
                name?: string;
                /** @enum {unknown} */
                type?: "number" | "text" | "boolean" | "array" | "object" | "mixed";
                count?: number;
                events?: string[];
                values?: string[];
            }[];
            sampled?: number;
        };
        Status: {
            version: string;
            /** Format: date-time */
            started?: string;
            uptime_seconds?: number;
            ready: boolean;
            problems: {
                stage?: string;
                problem?: string;
                hint?: string;
            }[];
            lag: {
                events?: number | null;
                seconds?: number;
            };
            processed?: {
                stored?: number;
                repeats?: number;
                poison?: number;
                lost?: number;
            };
            positions: {
                log_id?: string;
                log_end?: string;
                store?: string;
            };
            stages: {
                [key: string]: {
                    events?: number;
                    /** @description Over the last second. */
                    per_second?: number;
                    /** @description Over the last minute. */
                    per_second_1m?: number;
                    refused?: {
                        [key: string]: number;
                    };
                    queues?: {
                        [key: string]: {
                            depth?: number;
                            limit?: number;
                        };
                    };
                };
            };
            bytes: {
                accepted?: number;
                log_written?: number;
                store_written?: number;
                write_amplification?: number;
            };
            store?: {
                engine?: string;
                events?: number;
            };
            disk?: {
                log_bytes?: number;
                store_bytes?: number;
                free_bytes?: number | null;
            };
            memory?: {
                heap_used_bytes?: number;
                heap_max_bytes?: number;
                resident_bytes?: number;
            };
            /** @description Every setting that holds, by name. */
            limits?: {
                [key: string]: string;
            };
        };
        RejectedEvent: {
            /** Format: date-time */
            received: string;
            code: string;
            message: string;
            /** @description As it was sent, cut off when it is long. */
            original: string;
            /** @description How many bytes were sent. */
            original_bytes?: number;
        };
        Tile: {
            id?: string;
            title?: string;
            view?: string;
            /** @description As `POST /v1/query` takes it. */
            question: {
                [key: string]: unknown;
            };
            x?: number;
            y?: number;
            w?: number;
            h?: number;
        };
        BoardContent: {
            name: string;
            tiles: components["schemas"]["Tile"][];
        };
        Board: components["schemas"]["BoardContent"] & {
            id: string;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            changed: string;
            /** @description Opens this board alone, for reading; absent while it is not shared. */
            share_key?: string;
        };
        User: {
            user: string;
            /** @description All ids that are this person. */
            ids: string[];
            /** Format: date-time */
            first: string;
            /** Format: date-time */
            last: string;
            count: number;
            /** @description The latest of each trait of identify. */
            properties: Record<string, never>;
        };
        Views: {
            views: {
                name: string;
                version: number;
                /** @enum {string} */
                state: "building" | "ready" | "failed";
                progress: number;
                problem?: string;
                /** @description Empty means all. */
                events: string[];
                by: string[];
                /** @description Every measure that it answers. */
                measures: string[];
            }[];
        };
        ViewCheck: {
            view: string;
            equal: boolean;
            /** @description Rows that were recomputed. */
            compared: number;
            /** @description The first 100 rows that are not the same. */
            differing: string[];
        };
        Erasure: {
            /** @description Its id. */
            erasure: string;
            /** @description Whether the store has erased them already. */
            done: boolean;
            /** @description How many events were erased, once it is done. */
            events?: number;
            /** @description How many ids were the person. */
            ids: number;
            /**
             * @description Where the request is in the log: events before it are erased, for each partition. A question that carries it as `after` is answered without them.
             * @example 0:41,1:7
             */
            position: string;
        };
    };
    responses: {
        /** @description Every accepted event is on disk. */
        Accepted: {
            headers: {
                /** @description Up to where the log has these events: partition:offset,… Hand it to a question as `after`. */
                "millrace-position"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Success"];
            };
        };
        /** @description Every accepted event is on disk. */
        AcceptedEach: {
            headers: {
                /** @description Up to where the log has these events: partition:offset,… Hand it to a question as `after`. */
                "millrace-position"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Outcomes"];
            };
        };
        /** @description The body is no JSON, or not of the form that this route takes. */
        BadBody: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No key, or an unknown one. */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key may not write. */
        MayNotWrite: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than `ingest.max-body`, the batch has more events than `ingest.max-batch`, its context is larger than `ingest.max-batch-context`, or its events with that context in each of them take more than `ingest.memory`. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The content type or encoding is not supported. */
        UnsupportedType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The project has used up its quota, `ingest.quota`. */
        QuotaExceeded: {
            headers: {
                /** @description Seconds to wait before the same request is sent again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server takes no events now: overloaded, stopping, or short of disk. Nothing of the request counts as accepted. */
        NotNow: {
            headers: {
                /** @description Seconds to wait before the same request is sent again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A parameter is wrong. */
        BadParameter: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key may not read. */
        MayNotRead: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The store cannot be asked now. */
        StoreUnavailable: {
            headers: {
                /** @description Seconds to wait before the same request is sent again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It took longer than `query.time-limit`. */
        TooLate: {
            headers: {
                /** @description Seconds to wait before the same request is sent again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The question cannot be answered as it is; `detail` names what is wrong and `hint` what is possible. */
        BadQuestion: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many questions run already, or the store cannot be asked now. */
        TooManyQuestions: {
            headers: {
                /** @description Seconds to wait before the same request is sent again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It took longer than `query.time-limit`, or the store did not get to `after` within `timeout`. */
        TooLateOrNotReached: {
            headers: {
                /** @description Seconds to wait before the same request is sent again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The question is larger than `query.max-question`. */
        QuestionTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `malformed_json`, `invalid_request`, or `invalid_question` for a tile's question. */
        BadBoard: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not_found`: the project has no such board. */
        NoSuchBoard: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no event of this user. */
        NoSuchUser: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `view_not_found`: no such view, or none that is ready. */
        NoSuchView: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This takes an admin key. */
        NeedsAdmin: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description How the body is packed. */
        ContentEncoding: "gzip" | "identity";
    };
    requestBodies: {
        /** @description A call of Segment's HTTP API. The key may also stand in the body as `writeKey`. */
        SegmentCall: {
            content: {
                "application/json": components["schemas"]["SegmentCall"];
                "text/plain": components["schemas"]["SegmentCall"];
            };
        };
        /** @description Calls of Segment's HTTP API; `context` and `sentAt` of the batch hold for each of them. */
        SegmentBatch: {
            content: {
                "application/json": components["schemas"]["SegmentBatch"];
                "text/plain": components["schemas"]["SegmentBatch"];
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    track: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    trackFromBrowser: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    identify: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    identifyFromBrowser: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    page: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    pageFromBrowser: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    screen: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    screenFromBrowser: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    group: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    groupFromBrowser: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    alias: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    aliasFromBrowser: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentCall"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    batch: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentBatch"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    batchFromBrowser: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentBatch"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    importBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SegmentBatch"];
        responses: {
            200: components["responses"]["Accepted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    newestEvents: {
        parameters: {
            query?: {
                /** @description How many. */
                limit?: number;
                /** @description Only events that were sent with this id. */
                user?: string;
                /** @description Only events of this name. */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: components["schemas"]["StoredEvent"][];
                    };
                };
            };
            400: components["responses"]["BadParameter"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLate"];
        };
    };
    sendEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is packed. */
                "Content-Encoding"?: components["parameters"]["ContentEncoding"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description One event, a JSON array of them, or one a line (NDJSON). */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event": "signed_up",
                 *       "user": "ada",
                 *       "properties": {
                 *         "plan": "pro"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Event"] | components["schemas"]["Event"][];
                "application/x-ndjson": string;
                "text/plain": string;
            };
        };
        responses: {
            200: components["responses"]["AcceptedEach"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotWrite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            429: components["responses"]["QuotaExceeded"];
            503: components["responses"]["NotNow"];
        };
    };
    ask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Question"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            400: components["responses"]["BadQuestion"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            413: components["responses"]["QuestionTooLarge"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLateOrNotReached"];
        };
    };
    sql: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example select properties.plan, count(*) from events group by all */
                "text/plain": string;
                "application/json": {
                    sql: string;
                };
            };
        };
        responses: {
            /** @description The answer, in the format that Accept wants most. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        columns: string[];
                        rows: unknown[][];
                        meta: {
                            rows?: number;
                            elapsed_ms?: number;
                            /** @description Up to where the log is at least in the answer. */
                            position?: string;
                        };
                    };
                    "application/x-ndjson": string;
                    "text/csv": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            /** @description `invalid_sql`, `sql_not_allowed`, `too_many_rows` or `too_much_memory`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            /** @description `not_acceptable`: none of the formats is in Accept. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["QuestionTooLarge"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLateOrNotReached"];
        };
    };
    follow: {
        parameters: {
            query?: {
                /** @description A question as JSON. Several are answered in one stream, whose events are then named by their place: `0`, `1`, …, or `problem.0` when one cannot be answered for now. */
                q?: string[];
                /** @description Adds the state of the pipeline, as `GET /v1/status` tells it, as events named `status`. */
                status?: string;
                /** @description Adds the 50 newest events, as `GET /v1/events` lists them, as events named `events`. */
                events?: string;
                /** @description A read key, for EventSource, which cannot send headers. */
                key?: string;
            };
            header?: {
                /** @description The last answer's id; the same answer is not sent again. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream of server-sent events, each with an answer as its data. A comment comes after 15 silent seconds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadQuestion"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLateOrNotReached"];
        };
    };
    schema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the project's events look like; properties are from a sample of the newest. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schema"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLateOrNotReached"];
        };
    };
    user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The user's id as it was sent, percent-encoded. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadParameter"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            404: components["responses"]["NoSuchUser"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLate"];
        };
    };
    eraseUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Any of the person's ids as it was sent, percent-encoded. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are erased. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description It is in the log and will be done; the store is behind. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["BadParameter"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NeedsAdmin"];
            404: components["responses"]["NoSuchUser"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLate"];
        };
    };
    userEvents: {
        parameters: {
            query?: {
                /** @description How many. */
                limit?: number;
                /** @description next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The user's id as it was sent, percent-encoded. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: components["schemas"]["StoredEvent"][];
                        next_cursor?: string;
                    };
                };
            };
            400: components["responses"]["BadParameter"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLate"];
        };
    };
    exportUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Any of the person's ids as it was sent, percent-encoded. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, then the person. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadParameter"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NeedsAdmin"];
            404: components["responses"]["NoSuchUser"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLate"];
        };
    };
    export: {
        parameters: {
            query: {
                /**
                 * @description A date, which begins in UTC, or a time with its offset.
                 * @example 2026-11-24
                 */
                from: string;
                /**
                 * @description Before which it ends.
                 * @example 2026-11-24
                 */
                to: string;
                format?: "parquet" | "ndjson";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    /** @description How many events it has. */
                    "millrace-events"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.apache.parquet": string;
                    "application/gzip": string;
                };
            };
            400: components["responses"]["BadParameter"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NeedsAdmin"];
            503: components["responses"]["TooManyQuestions"];
            504: components["responses"]["TooLate"];
        };
    };
    status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                        reasons?: string[];
                    };
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                        reasons?: string[];
                    };
                };
            };
            /** @description They are not; `reasons` says why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                        reasons?: string[];
                    };
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    description: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        project: string;
                        /**
                         * @description Of the key of the request.
                         * @enum {unknown}
                         */
                        scope: "write" | "read" | "admin";
                        keys: {
                            /** @enum {unknown} */
                            scope: "write" | "read" | "admin";
                            sql: boolean;
                            /** @description The last characters of a long secret. */
                            ending: string;
                            /** @description The secret. */
                            key?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
        };
    };
    rejected: {
        parameters: {
            query?: {
                /** @description How many. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rejected: components["schemas"]["RejectedEvent"][];
                    };
                };
            };
            400: components["responses"]["BadParameter"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            503: components["responses"]["NotNow"];
        };
    };
    boards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        boards: {
                            id: string;
                            name: string;
                            tiles: number;
                            /** Format: date-time */
                            changed: string;
                            shared: boolean;
                        }[];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
        };
    };
    createBoard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BoardContent"];
            };
        };
        responses: {
            /** @description The board. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
            400: components["responses"]["BadBoard"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            413: components["responses"]["QuestionTooLarge"];
            503: components["responses"]["StoreUnavailable"];
        };
    };
    board: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The board. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            404: components["responses"]["NoSuchBoard"];
        };
    };
    replaceBoard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BoardContent"];
            };
        };
        responses: {
            /** @description The board. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
            400: components["responses"]["BadBoard"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            404: components["responses"]["NoSuchBoard"];
            413: components["responses"]["QuestionTooLarge"];
            503: components["responses"]["StoreUnavailable"];
        };
    };
    deleteBoard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            404: components["responses"]["NoSuchBoard"];
            503: components["responses"]["StoreUnavailable"];
        };
    };
    shareBoard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The board with its key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            404: components["responses"]["NoSuchBoard"];
            503: components["responses"]["StoreUnavailable"];
        };
    };
    unshareBoard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The board without a key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            404: components["responses"]["NoSuchBoard"];
            503: components["responses"]["StoreUnavailable"];
        };
    };
    sharedBoard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The board. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardContent"];
                };
            };
            401: components["responses"]["Unauthenticated"];
        };
    };
    views: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every version that answers or is being built; the newest of a name is last. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Views"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
        };
    };
    rebuildView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The view's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun, or under way already; /v1/views shows the progress. The views are as they were before. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Views"] & {
                        /** @description The version that is built: one that was being built already, or the next. */
                        version: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            404: components["responses"]["NoSuchView"];
            503: components["responses"]["StoreUnavailable"];
        };
    };
    checkView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The view's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was compared. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewCheck"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            404: components["responses"]["NoSuchView"];
            503: components["responses"]["StoreUnavailable"];
            504: components["responses"]["TooLate"];
        };
    };
    rebuildStore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun. Answers are incomplete until the store stands at `until`; see `positions.store` of /v1/status. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The log's end at that moment. */
                        until: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MayNotRead"];
            /** @description `log_incomplete`: the log no longer has its first events. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["StoreUnavailable"];
        };
    };
}
