/**
 * Makes the OpenAPI document from the schemas of the routes.
 */
import swagger from '@fastify/swagger';
import { ERRORS } from '@gozolite/client';
import { PRODUCT } from '../../config/product.ts';
import { componentSchemas } from '../components.ts';
import { RUN_CODES } from '../documented-answers.ts';
import { EXECUTE_EXAMPLES } from '../execute-examples.ts';
import type { App, HttpParts } from '../parts.ts';

const runCodeLines = (): string =>
  RUN_CODES.map((code) => `| \`${code}\` | ${ERRORS[code].meaning} |`).join('\n');

const description =
  (): string => `Runs code nobody trusts. Every execution has a fresh, kernel-enforced sandbox of its own.

What a program does is data: \`POST /execute\` answers 200 whenever the code was judged, and \`error\` is null or one of

| \`error\` | when |
|---|---|
${runCodeLines()}

Every refusal has the same body shape, with \`status\` "failed".`;

export const addOpenApi = async (app: App, { keys }: Pick<HttpParts, 'keys'>): Promise<void> => {
  for (const schema of componentSchemas()) app.addSchema(schema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: PRODUCT.name,
        version: PRODUCT.version,
        description: description(),
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'execution', description: 'Running code, and what can be run.' },
        { name: 'operation', description: 'For those who operate the service.' },
      ],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `gzl_...`.' },
        },
      },
      ...(keys.required ? { security: [{ apiKey: [] }] } : {}),
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `Schema${index}`,
    },
    transformObject: (documents) => {
      if (!('openapiObject' in documents)) return documents.swaggerObject;
      const document = documents.openapiObject;
      const body = document.paths?.['/execute']?.post?.requestBody;
      if (body !== undefined && 'content' in body) {
        const media = body.content['application/json'];
        if (media !== undefined) media.examples = EXECUTE_EXAMPLES;
      }
      return document;
    },
  });
};
