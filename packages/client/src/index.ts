export * from './errors.ts';
export * from './limits.ts';
export * from './request.ts';
export * from './result.ts';
