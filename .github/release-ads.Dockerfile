# The stage ads of Dockerfile, with the binary that goreleaser has built.
FROM scratch
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/appmesh-mock-ads /appmesh-mock-ads
LABEL org.opencontainers.image.title=appmesh-mock-ads
LABEL org.opencontainers.image.description="Serves the Envoys of appmesh-mock over gRPC"
LABEL org.opencontainers.image.source=https://github.com/appmesh-mock/appmesh-mock
LABEL org.opencontainers.image.licenses=Apache-2.0
USER 65532:65532
ENV APPMESH_MOCK_ADS_LISTEN=0.0.0.0:4601
EXPOSE 4601
HEALTHCHECK --interval=5s --timeout=3s --start-period=2s CMD ["/appmesh-mock-ads", "healthcheck"]
ENTRYPOINT ["/appmesh-mock-ads"]
