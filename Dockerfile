# The dashboard as an image: npm start on a volume of secrets. Nothing is downloaded when a container starts.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
COPY scripts/generate.mjs ./scripts/
COPY prisma/schema.prisma ./prisma/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm run prune

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000 SECRETS_DIR=/secrets
COPY --from=build /app/package.json /app/next.config.js /app/tsconfig.json /app/server.ts ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/.next ./.next
COPY --from=build /app/public ./public
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/lib ./lib
COPY --from=build /app/scripts ./scripts
RUN mkdir /secrets && chown node:node /secrets
USER node
VOLUME /secrets
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["node", "scripts/check-health.mjs"]
# node is process 1 and takes SIGTERM itself.
CMD ["node", "--max-semi-space-size=32", "--import", "tsx", "scripts/container.ts"]
