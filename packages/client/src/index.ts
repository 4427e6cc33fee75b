export * from './capabilities.ts';
export * from './client.ts';
export * from './client-error.ts';
export * from './errors.ts';
export * from './health.ts';
export * from './limits.ts';
export * from './request.ts';
export * from './result.ts';
