/**
 * The closed catalogue of error codes: every way in which an answer can say that something did not succeed.
 *
 * `class` tells whose doing it is: `program` (the code that was sent: HTTP 200, the run is the answer), `toolchain`
 * (this host cannot run that language: HTTP 200), `request` (the caller must change something), `service` (try
 * again later, or an operator must act).
 */
export type ErrorClass = 'program' | 'toolchain' | 'request' | 'service';

export type ErrorEntry = {
  /** Of the HTTP answer. */
  readonly status: number;
  readonly class: ErrorClass;
  readonly meaning: string;
  /** Whether the answer carries a Retry-After header. */
  readonly retryAfter?: true;
};

export const ERRORS = {
  COMPILE_ERROR: { status: 200, class: 'program', meaning: 'The compiler refused the code.' },
  RUNTIME_ERROR: {
    status: 200,
    class: 'program',
    meaning: 'The program ended with a non-zero exit code, or by a signal of its own.',
  },
  TIME_LIMIT_EXCEEDED: {
    status: 200,
    class: 'program',
    meaning: 'The wall-clock or CPU time limit ended the run.',
  },
  MEMORY_LIMIT_EXCEEDED: { status: 200, class: 'program', meaning: 'The memory limit ended the run.' },
  OUTPUT_LIMIT_EXCEEDED: { status: 200, class: 'program', meaning: 'The output limit ended the run.' },
  PROCESS_LIMIT_EXCEEDED: {
    status: 200,
    class: 'program',
    meaning: 'The limit of processes and threads ended the run.',
  },
  DISK_LIMIT_EXCEEDED: {
    status: 200,
    class: 'program',
    meaning: 'The disk or file size limit ended the run.',
  },
  SANDBOX_VIOLATION: {
    status: 200,
    class: 'program',
    meaning: 'The kernel killed the program for a forbidden system call.',
  },
  TOOLCHAIN_MISSING: {
    status: 200,
    class: 'toolchain',
    meaning: 'The language is known, but its toolchain is not installed here.',
  },
  TOOLCHAIN_BROKEN: {
    status: 200,
    class: 'toolchain',
    meaning: 'The toolchain is installed here, but it does not work.',
  },
  // 499 is in no standard: by then there is mostly nobody left to read it.
  CANCELLED: {
    status: 499,
    class: 'request',
    meaning: 'The client went away before the run ended, or cancelled it.',
  },
  INVALID_REQUEST: { status: 400, class: 'request', meaning: 'The request is malformed.' },
  UNAUTHORIZED: { status: 401, class: 'request', meaning: 'A valid API key is required.' },
  FORBIDDEN: { status: 403, class: 'request', meaning: 'This caller may not do that.' },
  NOT_FOUND: { status: 404, class: 'request', meaning: 'There is nothing at this address.' },
  PAYLOAD_TOO_LARGE: { status: 413, class: 'request', meaning: 'The request body is too large.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    class: 'request',
    meaning: 'The request body must be application/json.',
  },
  UNSUPPORTED_LANGUAGE: {
    status: 422,
    class: 'request',
    meaning: 'No such language, or no such version of it, is registered here.',
  },
  LIMIT_NOT_ALLOWED: {
    status: 422,
    class: 'request',
    meaning: 'A limit was asked for that is above the maximum in force here.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    class: 'request',
    meaning: 'The Idempotency-Key came with another request before.',
  },
  RATE_LIMITED: {
    status: 429,
    class: 'service',
    meaning: 'Too many requests from this caller.',
    retryAfter: true,
  },
  QUOTA_EXCEEDED: {
    status: 429,
    class: 'service',
    meaning: "This caller's share of CPU time is used up for now.",
    retryAfter: true,
  },
  INTERNAL_ERROR: {
    status: 500,
    class: 'service',
    meaning: 'The service failed. It is not the fault of the code.',
  },
  OVERLOADED: {
    status: 503,
    class: 'service',
    meaning: 'There is no slot to be had, or none in time.',
    retryAfter: true,
  },
  NOT_READY: {
    status: 503,
    class: 'service',
    meaning: 'A mandatory isolation layer or part of the service is not in force.',
    retryAfter: true,
  },
  SHUTTING_DOWN: {
    status: 503,
    class: 'service',
    meaning: 'The service is shutting down.',
    retryAfter: true,
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[];

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(ERRORS, text);
