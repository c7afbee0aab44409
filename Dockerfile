# syntax=docker/dockerfile:1

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Only what a restore needs comes first, so that a change of code does not restore again.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY eng/ eng/
COPY src/AdminPortal/AdminPortal.csproj src/AdminPortal/
COPY src/AdminPortal.Gateways/AdminPortal.Gateways.csproj src/AdminPortal.Gateways/
COPY src/AdminPortal.Simulator/AdminPortal.Simulator.csproj src/AdminPortal.Simulator/
RUN eng/feed && dotnet restore src/AdminPortal

COPY .editorconfig ./
COPY wwwroot-assets/ wwwroot-assets/
COPY src/ src/
RUN dotnet publish src/AdminPortal --no-restore --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app

# The data directory belongs to the image's unprivileged user before it becomes a volume.
RUN install -d -o "$APP_UID" -g "$APP_UID" -m 700 /data
COPY --from=build /app ./

ENV ASPNETCORE_HTTP_PORTS=8080 \
    Database__Provider=Sqlite \
    Data__Directory=/data
USER $APP_UID
VOLUME /data
EXPOSE 8080

# The image has neither curl nor wget: the product asks itself.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["dotnet", "AdminPortal.dll", "--health"]
ENTRYPOINT ["dotnet", "AdminPortal.dll"]
