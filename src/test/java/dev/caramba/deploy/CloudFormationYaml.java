package dev.caramba.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads YAML with CloudFormation's tags as the JSON that they stand for: {@code !Ref x} as {@code {"Ref":"x"}}. */
final class CloudFormationYaml extends SafeConstructor {

    private CloudFormationYaml(LoaderOptions options) {
        super(options);
        yamlMultiConstructors.put("!", new Intrinsic());
    }

    static JsonNode read(Path file) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object document = new Yaml(new CloudFormationYaml(options)).load(Files.readString(file));
            return new ObjectMapper().valueToTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Intrinsic extends AbstractConstruct {
        @Override
        public Object construct(Node node) {
            var name = node.getTag().getValue().substring(1);
            var value = value(node);
            if (name.equals("GetAtt") && value instanceof String text) {
                value = List.of(text.split("\\.", 2));
            }
            return Map.of(name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name, value);
        }

        private Object value(Node node) {
            if (node instanceof SequenceNode sequence) {
                return constructSequence(sequence);
            }
            return node instanceof MappingNode mapping ? constructMapping(mapping) : ((ScalarNode) node).getValue();
        }
    }
}
