data "aws_region" "here" {}

data "aws_partition" "here" {}

data "aws_secretsmanager_secret_version" "keys" {
  secret_id = var.secret_name
}

locals {
  on_jvm  = var.artifact == "jvm"
  in_vpc  = length(var.subnet_ids) > 0
  timeout = var.deadline_seconds + 10

  keys = { for name, value in jsondecode(data.aws_secretsmanager_secret_version.keys.secret_string) : name => value if trimspace(value) != "" }

  routes = merge([for name, route in var.routes : merge(
    { "CARAMBA_ROUTES_${upper(name)}_TARGETS" = join(",", route.targets) },
    length(route.fallbacks) == 0 ? {} : { "CARAMBA_ROUTES_${upper(name)}_FALLBACKS" = join(",", route.fallbacks) },
    route.strategy == null ? {} : { "CARAMBA_ROUTES_${upper(name)}_STRATEGY" = route.strategy }
  )]...)

  # the grant of whoever invokes is called lambda, that of the access key default
  budgets = { for caller in ["LAMBDA", "DEFAULT"] : caller => merge(
    var.budgets.per_day == null ? {} : { "CARAMBA_ACCESS_GRANTS_${caller}_BUDGET_PER_DAY" = tostring(var.budgets.per_day) },
    var.budgets.per_month == null ? {} : { "CARAMBA_ACCESS_GRANTS_${caller}_BUDGET_PER_MONTH" = tostring(var.budgets.per_month) }
  ) }

  environment = merge(
    {
      CARAMBA_LOG               = "json"
      CARAMBA_BALANCER_DEADLINE = "${var.deadline_seconds}s"
    },
    length(var.prices) == 0 ? {} : { CARAMBA_USAGE_PRICES = join(",", [for model, price in var.prices : "${model}=${price}"]) },
    local.on_jvm ? { JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1" } : {},
    local.routes,
    var.environment
  )

  invoked = {
    generate = {
      description = "One request in, one answer out; called by other functions, Step Functions, EventBridge"
      timeout     = local.timeout
      environment = local.budgets["LAMBDA"]
    }
    batch = {
      description = "Batches from a queue; only what failed is delivered again"
      timeout     = local.timeout
      environment = merge(local.budgets["LAMBDA"], var.result_queue ? { CARAMBA_SINK_QUEUE = aws_sqs_queue.results[0].url } : {})
    }
    providers = {
      description = "What is known about the providers"
      timeout     = 20
      environment = {}
    }
  }

  http_environment = merge(
    {
      AWS_LWA_INVOKE_MODE          = "response_stream"
      AWS_LWA_PORT                 = "8080"
      AWS_LWA_READINESS_CHECK_PATH = "/q/health/live"
      QUARKUS_HTTP_HOST            = "127.0.0.1"
      QUARKUS_HTTP_PORT            = "8080"
    },
    # beside a native executable the adapter is started by Lambda alone
    local.on_jvm ? { AWS_LAMBDA_EXEC_WRAPPER = "/opt/bootstrap" } : {},
    var.otlp_endpoint == null ? {} : { CARAMBA_TRACING_ENDPOINT = var.otlp_endpoint },
    var.access_key_sha256 == null ? {} : { CARAMBA_ACCESS_KEYS_DEFAULT = var.access_key_sha256 },
    var.operator_key_sha256 == null ? {} : {
      CARAMBA_ACCESS_KEYS_OPERATOR         = var.operator_key_sha256
      CARAMBA_ACCESS_GRANTS_OPERATOR_ADMIN = "true"
    },
    local.budgets["DEFAULT"]
  )

  functions = merge(
    { for name, function in local.invoked : name => merge(function, {
      package     = var.function_package
      handler     = "dev.caramba.lambda.LambdaHandler::handleRequest"
      layers      = []
      environment = merge(function.environment, { CARAMBA_LAMBDA_FUNCTION = name, DISABLE_SIGNAL_HANDLERS = "true" })
    }) },
    var.http_package == null ? {} : { http = {
      description = "HTTP and OpenAI clients, streaming, through the Lambda Web Adapter"
      timeout     = local.timeout
      package     = var.http_package
      handler     = local.on_jvm ? "run.sh" : "bootstrap"
      layers      = ["arn:${data.aws_partition.here.partition}:lambda:${data.aws_region.here.region}:753240598075:layer:LambdaAdapterLayer${var.architecture == "arm64" ? "Arm64" : "X86"}:${var.web_adapter_version}"]
      environment = local.http_environment
    } }
  )
}

resource "aws_lambda_function" "this" {
  for_each = local.functions

  function_name = "${var.name}-${each.key}"
  description   = each.value.description
  role          = aws_iam_role.this[each.key].arn
  runtime       = local.on_jvm ? var.java_runtime : "provided.al2023"
  architectures = [var.architecture]
  handler       = each.value.handler
  layers        = each.value.layers
  memory_size   = var.memory_size
  timeout       = each.value.timeout
  tags          = var.tags

  filename         = each.value.package.path
  source_code_hash = each.value.package.path == null ? null : filebase64sha256(each.value.package.path)
  s3_bucket        = each.value.package.bucket
  s3_key           = each.value.package.key

  # -1 is nothing
  reserved_concurrent_executions = lookup(var.reserved_concurrency, each.key, -1)

  # what is called is a version, which a snapshot needs
  publish = each.key != "http"

  environment {
    variables = sensitive(merge(local.keys, local.environment, each.value.environment))
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.this[each.key].name
  }

  tracing_config {
    mode = var.xray ? "Active" : "PassThrough"
  }

  dynamic "snap_start" {
    for_each = local.on_jvm && each.key != "http" ? [true] : []
    content {
      apply_on = "PublishedVersions"
    }
  }

  dynamic "vpc_config" {
    for_each = local.in_vpc ? [true] : []
    content {
      subnet_ids         = var.subnet_ids
      security_group_ids = var.security_group_ids
    }
  }

  lifecycle {
    precondition {
      condition     = !local.in_vpc || length(var.security_group_ids) > 0
      error_message = "subnet_ids need security_group_ids."
    }
    precondition {
      condition     = each.key != "http" || var.access_key_sha256 != null
      error_message = "http_package needs access_key_sha256: without a key nobody may call."
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_alias" "live" {
  for_each = local.invoked

  name             = "live"
  function_name    = aws_lambda_function.this[each.key].function_name
  function_version = aws_lambda_function.this[each.key].version
}

# open on the side of AWS: OpenAI clients send a bearer key, and that is what Caramba asks for
resource "aws_lambda_function_url" "http" {
  count = var.http_package == null ? 0 : 1

  function_name      = aws_lambda_function.this["http"].function_name
  authorization_type = "NONE"
  invoke_mode        = "RESPONSE_STREAM"
}

resource "aws_lambda_permission" "url" {
  count = var.http_package == null ? 0 : 1

  statement_id           = "url"
  function_name          = aws_lambda_function.this["http"].function_name
  action                 = "lambda:InvokeFunctionUrl"
  principal              = "*"
  function_url_auth_type = "NONE"
}

resource "aws_lambda_permission" "through_url" {
  count = var.http_package == null ? 0 : 1

  statement_id             = "through-url"
  function_name            = aws_lambda_function.this["http"].function_name
  action                   = "lambda:InvokeFunction"
  principal                = "*"
  invoked_via_function_url = true
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.functions

  name              = "/aws/lambda/${var.name}-${each.key}"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}
