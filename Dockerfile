FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /out/appmesh-mock ./cmd/appmesh-mock
RUN mkdir /out/state

# docker build --target ads: the bridge that serves Envoys over gRPC
FROM build AS build-ads
RUN cd cmd/appmesh-mock-ads && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /out/appmesh-mock-ads .

FROM scratch AS ads
COPY --from=build-ads /out/appmesh-mock-ads /appmesh-mock-ads
LABEL org.opencontainers.image.title=appmesh-mock-ads
LABEL org.opencontainers.image.description="Serves the Envoys of appmesh-mock over gRPC"
LABEL org.opencontainers.image.source=https://github.com/appmesh-mock/appmesh-mock
LABEL org.opencontainers.image.licenses=Apache-2.0
USER 65532:65532
ENV APPMESH_MOCK_ADS_LISTEN=0.0.0.0:4601
EXPOSE 4601
HEALTHCHECK --interval=5s --timeout=3s --start-period=2s CMD ["/appmesh-mock-ads", "healthcheck"]
ENTRYPOINT ["/appmesh-mock-ads"]

FROM scratch
COPY --from=build /out/appmesh-mock /appmesh-mock
# A new volume that is mounted here gets this owner.
COPY --from=build --chown=65532:65532 /out/state /state
LABEL org.opencontainers.image.title=appmesh-mock
LABEL org.opencontainers.image.description="AWS App Mesh API from memory"
LABEL org.opencontainers.image.source=https://github.com/appmesh-mock/appmesh-mock
LABEL org.opencontainers.image.licenses=Apache-2.0
USER 65532:65532
ENV APPMESH_MOCK_ADDR=0.0.0.0:4600
EXPOSE 4600
HEALTHCHECK --interval=5s --timeout=3s --start-period=2s CMD ["/appmesh-mock", "healthcheck"]
ENTRYPOINT ["/appmesh-mock"]
