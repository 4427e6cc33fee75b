export type Name = string;

export const greet = (name: Name): string => `Hello, ${name}!`;
