/** Projects whose tool offers the same commands everywhere. Data. */
import type { ProjectCommandKind } from "../command.ts";
import type { Offer, ProjectSource } from "./source.ts";

interface FixedProject {
  readonly files: readonly string[];
  readonly anywhere: boolean;
  /** With one of these beside it (or nothing named), `command` or what stands in its place. */
  readonly commands: readonly (readonly [
    command: string,
    kind: ProjectCommandKind,
    beside?: string,
  ])[];
}

const PROJECTS: readonly FixedProject[] = [
  {
    files: ["go.mod", "go.work"],
    anywhere: true,
    commands: [
      ["go test ./...", "test"],
      ["go build ./...", "build"],
      ["go vet ./...", "lint"],
      ["go run .", "run", "main.go"],
      ["go mod tidy", "install"],
      ["gofmt -l .", "format"],
      ["golangci-lint run", "lint", ".golangci.yml .golangci.yaml"],
    ],
  },
  {
    files: ["pytest.ini", "conftest.py", "setup.cfg", "setup.py"],
    anywhere: false,
    commands: [
      ["pytest", "test", "pytest.ini conftest.py tests test"],
      ["pip install -e .", "install", "setup.py"],
    ],
  },
  {
    files: ["requirements.txt"],
    anywhere: false,
    commands: [["pip install -r requirements.txt", "install"]],
  },
  {
    files: ["manage.py"],
    anywhere: false,
    commands: [
      ["python manage.py test", "test"],
      ["python manage.py runserver", "run"],
      ["python manage.py migrate", "other"],
      ["python manage.py makemigrations", "other"],
    ],
  },
  { files: ["noxfile.py"], anywhere: false, commands: [["nox", "test"]] },
  {
    files: ["ruff.toml", ".ruff.toml"],
    anywhere: true,
    commands: [
      ["ruff check .", "lint"],
      ["ruff format .", "format"],
    ],
  },
  {
    files: ["CMakeLists.txt"],
    anywhere: false,
    commands: [
      ["cmake -B build", "build"],
      ["cmake --build build", "build", "build"],
      ["ctest --test-dir build", "test", "build"],
      ["cmake --preset default", "build", "CMakePresets.json"],
    ],
  },
  {
    files: ["meson.build"],
    anywhere: false,
    commands: [
      ["meson setup build", "build"],
      ["meson compile -C build", "build", "build builddir"],
      ["meson test -C build", "test", "build builddir"],
    ],
  },
  { files: ["build.ninja"], anywhere: false, commands: [["ninja", "build"]] },
  { files: ["configure"], anywhere: false, commands: [["./configure", "build"]] },
  {
    files: ["gradlew"],
    anywhere: false,
    commands: [
      ["./gradlew test", "test"],
      ["./gradlew build", "build"],
      ["./gradlew run", "run"],
      ["./gradlew check", "lint"],
    ],
  },
  {
    files: ["build.gradle", "build.gradle.kts"],
    anywhere: false,
    commands: [
      ["gradle test", "test"],
      ["gradle build", "build"],
    ],
  },
  {
    files: ["mvnw"],
    anywhere: false,
    commands: [
      ["./mvnw test", "test"],
      ["./mvnw package", "build"],
      ["./mvnw verify", "test"],
    ],
  },
  {
    files: ["pom.xml"],
    anywhere: false,
    commands: [
      ["mvn test", "test"],
      ["mvn package", "build"],
      ["mvn verify", "test"],
      ["mvn install", "install"],
    ],
  },
  {
    files: ["build.sbt"],
    anywhere: false,
    commands: [
      ["sbt test", "test"],
      ["sbt compile", "build"],
      ["sbt run", "run"],
    ],
  },
  {
    files: ["mix.exs"],
    anywhere: false,
    commands: [
      ["mix test", "test"],
      ["mix compile", "build"],
      ["mix format", "format"],
      ["mix deps.get", "install"],
      ["mix phx.server", "run", "assets"],
      ["mix credo", "lint", ".credo.exs"],
    ],
  },
  {
    files: ["Gemfile"],
    anywhere: true,
    commands: [
      ["bundle install", "install"],
      ["bundle exec rspec", "test", "spec .rspec"],
      ["bundle exec rake test", "test", "test"],
      ["bundle exec rubocop", "lint", ".rubocop.yml"],
      ["bin/rails server", "run", "config.ru"],
    ],
  },
  { files: ["Rakefile"], anywhere: true, commands: [["rake", "build"]] },
  {
    files: ["stack.yaml"],
    anywhere: true,
    commands: [
      ["stack test", "test"],
      ["stack build", "build"],
    ],
  },
  {
    files: ["cabal.project"],
    anywhere: true,
    commands: [
      ["cabal test", "test"],
      ["cabal build", "build"],
    ],
  },
  {
    files: ["dune-project"],
    anywhere: true,
    commands: [
      ["dune test", "test"],
      ["dune build", "build"],
    ],
  },
  {
    files: ["build.zig"],
    anywhere: true,
    commands: [
      ["zig build test", "test"],
      ["zig build", "build"],
      ["zig build run", "run"],
    ],
  },
  {
    files: ["Package.swift"],
    anywhere: false,
    commands: [
      ["swift test", "test"],
      ["swift build", "build"],
      ["swift run", "run"],
    ],
  },
  {
    files: ["pubspec.yaml"],
    anywhere: false,
    commands: [
      ["dart test", "test", "test"],
      ["dart pub get", "install"],
      ["flutter run", "run", "android ios web"],
    ],
  },
  {
    files: ["global.json", "Directory.Build.props"],
    anywhere: false,
    commands: [
      ["dotnet test", "test"],
      ["dotnet build", "build"],
      ["dotnet run", "run"],
    ],
  },
  {
    files: ["project.clj"],
    anywhere: true,
    commands: [
      ["lein test", "test"],
      ["lein run", "run"],
    ],
  },
  {
    files: ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"],
    anywhere: true,
    commands: [
      ["docker compose up", "run"],
      ["docker compose up -d", "run"],
      ["docker compose build", "build"],
      ["docker compose logs -f", "other"],
    ],
  },
  { files: ["Dockerfile"], anywhere: false, commands: [["docker build .", "build"]] },
  {
    files: [".pre-commit-config.yaml"],
    anywhere: true,
    commands: [["pre-commit run --all-files", "lint"]],
  },
  {
    files: ["main.tf"],
    anywhere: false,
    commands: [
      ["terraform plan", "other"],
      ["terraform init", "install"],
      ["terraform fmt", "format"],
    ],
  },
];

export const fixedSources: readonly ProjectSource[] = PROJECTS.map((project) => ({
  files: project.files,
  anywhere: project.anywhere,
  read: (file) =>
    project.commands.flatMap(([command, kind, beside]): Offer[] => {
      const fits =
        beside === undefined || beside.split(" ").some((name) => file.siblings.has(name));
      return fits ? [{ command, kind, detail: "" }] : [];
    }),
}));
