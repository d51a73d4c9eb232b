package dev.caramba.sink;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The REST client's interface of an HTTP sink, which accepts CloudEvents in binary mode. */
@Path("")
@Consumes(CloudEventAttributes.JSON)
interface SinkResource {

    /**
     * Posts one event. The item is the response, whatever its status; the caller must close it.
     *
     * @param subject the subject; null leaves the header out
     * @param data JSON in UTF-8
     */
    @POST
    Uni<Response> post(
            @HeaderParam("ce-specversion") String version,
            @HeaderParam("ce-id") String id,
            @HeaderParam("ce-source") String source,
            @HeaderParam("ce-type") String type,
            @HeaderParam("ce-causeid") String causeId,
            @HeaderParam("ce-causesource") String causeSource,
            @HeaderParam("ce-subject") String subject,
            byte[] data);
}
