locals {
  fetched = var.remote_repository && startswith(var.image, "ghcr.io/")
  image = local.fetched ? join("/", [
    "${var.region}-docker.pkg.dev",
    var.project_id,
    google_artifact_registry_repository.ghcr[0].repository_id,
    trimprefix(var.image, "ghcr.io/"),
  ]) : var.image

  routes = merge([for name, route in var.routes : merge(
    { "CARAMBA_ROUTES_${upper(name)}_TARGETS" = join(",", route.targets) },
    length(route.fallbacks) == 0 ? {} : { "CARAMBA_ROUTES_${upper(name)}_FALLBACKS" = join(",", route.fallbacks) },
    route.strategy == null ? {} : { "CARAMBA_ROUTES_${upper(name)}_STRATEGY" = route.strategy }
  )]...)

  budgets = merge([for caller, budget in var.budgets : merge(
    budget.per_day == null ? {} : { "CARAMBA_ACCESS_GRANTS_${upper(caller)}_BUDGET_PER_DAY" = tostring(budget.per_day) },
    budget.per_month == null ? {} : { "CARAMBA_ACCESS_GRANTS_${upper(caller)}_BUDGET_PER_MONTH" = tostring(budget.per_month) }
  )]...)

  environment = merge(
    {
      CARAMBA_LOG                      = "json"
      CARAMBA_BALANCER_DEADLINE        = "${var.deadline_seconds}s"
      CARAMBA_BALANCER_STREAM_DEADLINE = "${local.stream_deadline}s"
    },
    { for name, hash in var.access_keys_sha256 : "CARAMBA_ACCESS_KEYS_${upper(name)}" => hash },
    { for name in var.admins : "CARAMBA_ACCESS_GRANTS_${upper(name)}_ADMIN" => "true" },
    length(var.prices) == 0 ? {} : { CARAMBA_USAGE_PRICES = join(",", [for model, price in var.prices : "${model}=${price}"]) },
    local.routes,
    local.budgets,
    var.environment
  )

  stream_deadline = max(var.deadline_seconds, var.stream_deadline_seconds)
}

resource "google_cloud_run_v2_service" "this" {
  project             = var.project_id
  location            = var.region
  name                = var.name
  ingress             = var.ingress
  deletion_protection = var.deletion_protection
  labels              = var.labels

  template {
    service_account                  = google_service_account.this.email
    timeout                          = "${local.stream_deadline + 15}s"
    max_instance_request_concurrency = var.concurrency

    scaling {
      min_instance_count = var.min_instances
      max_instance_count = var.max_instances
    }

    dynamic "vpc_access" {
      for_each = var.vpc == null ? [] : [var.vpc]
      content {
        egress = vpc_access.value.egress
        network_interfaces {
          network    = vpc_access.value.network
          subnetwork = vpc_access.value.subnetwork
        }
      }
    }

    containers {
      image = local.image

      ports {
        container_port = 8080
      }

      resources {
        limits = {
          cpu    = var.cpu
          memory = var.memory
        }
        cpu_idle          = true
        startup_cpu_boost = true
      }

      dynamic "env" {
        for_each = local.environment
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = var.secrets
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value.secret
              version = env.value.version
            }
          }
        }
      }

      startup_probe {
        period_seconds    = 1
        timeout_seconds   = 1
        failure_threshold = 60
        http_get {
          path = "/q/health/ready"
          port = 8080
        }
      }

      liveness_probe {
        period_seconds    = 10
        timeout_seconds   = 3
        failure_threshold = 3
        http_get {
          path = "/q/health/live"
          port = 8080
        }
      }
    }
  }

  depends_on = [google_secret_manager_secret_iam_member.read]
}

resource "google_service_account" "this" {
  project      = var.project_id
  account_id   = var.name
  display_name = "Caramba, the service ${var.name} of Cloud Run"
}

resource "google_secret_manager_secret_iam_member" "read" {
  for_each = toset([for secret in var.secrets : secret.secret])

  project   = var.project_id
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:${google_service_account.this.email}"
}

resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = var.invokers

  project  = var.project_id
  location = var.region
  name     = google_cloud_run_v2_service.this.name
  role     = "roles/run.invoker"
  member   = each.value
}

resource "google_artifact_registry_repository" "ghcr" {
  count = local.fetched ? 1 : 0

  project       = var.project_id
  location      = var.region
  repository_id = "${var.name}-ghcr"
  description   = "Images of ghcr.io, for Cloud Run"
  format        = "DOCKER"
  mode          = "REMOTE_REPOSITORY"

  remote_repository_config {
    docker_repository {
      custom_repository {
        uri = "https://ghcr.io"
      }
    }
  }
}
