package dev.caramba.deploy;

import java.util.Map;

/** Values of the variables of the modules for Terraform. */
final class TerraformInputs {

    private static final String KEY = "0".repeat(64);

    /** With every option, by module. */
    static final Map<String, String> WITH_ALL =
            Map.of("lambda", lambda("""
                , "artifact": "jvm", "architecture": "x86_64", "http_package": {"bucket": "b", "key": "http.zip"},
                "access_key_sha256": "%1$s", "operator_key_sha256": "%1$s", "deadline_seconds": 300,
                "routes": {"fast": {"targets": ["openai", "anthropic"], "fallbacks": ["google"], "strategy": "priority"}},
                "prices": {"openai/gpt-4o-mini": "0.15:0.6"}, "budgets": {"per_day": 2.5},
                "environment": {"CARAMBA_CACHE_SCOPE": "shared"}, "reserved_concurrency": {"http": 50},
                "subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"], "result_queue": true, "xray": true,
                "alarm_topic_arns": ["arn:aws:sns:eu-central-1:123456789012:alarms"]""".formatted(KEY)), "cloud-run", """
                {"project_id": "p", "region": "europe-west3", "access_keys_sha256": {"team": "%s"}, "admins": ["team"],
                "secrets": {"OPENAI_API_KEY": {"secret": "openai"}}, "vpc": {"network": "n", "subnetwork": "s"},
                "budgets": {"team": {"per_month": 9}}}""".formatted(KEY));

    private TerraformInputs() {}

    /** What has no default of the module for Lambda, and more fields of JSON, each behind a comma. */
    static String lambda(String further) {
        return "{\"function_package\": {\"bucket\": \"b\", \"key\": \"function.zip\"}" + further + "}";
    }
}
