# The last stage of Dockerfile, with the binary that goreleaser has built.
FROM scratch
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/appmesh-mock /appmesh-mock
USER 65532:65532
ENV APPMESH_MOCK_ADDR=0.0.0.0:4600
EXPOSE 4600
HEALTHCHECK --interval=5s --timeout=3s --start-period=2s CMD ["/appmesh-mock", "healthcheck"]
ENTRYPOINT ["/appmesh-mock"]
