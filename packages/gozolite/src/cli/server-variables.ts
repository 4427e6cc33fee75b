/**
 * Environment variables that the command line reads, and that are no setting of the service.
 */
export const API_KEY_VARIABLE = 'GOZOLITE_API_KEY';

export const URL_HELP = `ask a running server, e.g. http://127.0.0.1:8080 (API key: ${API_KEY_VARIABLE})`;
