package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.SshKeyResource;
import io.peerhost.rest.problem.Problem;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** The keys that log in by SSH and SFTP. */
@Path("/keys")
@Authenticated
public class KeysPage {
    private final Reply reply;
    private final SshKeyResource keys;
    private final Addresses addresses;

    public KeysPage(Reply reply, SshKeyResource keys, Addresses addresses) {
        this.reply = reply;
        this.keys = keys;
        this.addresses = addresses;
    }

    @GET
    public Response show(@QueryParam("done") String done) {
        Frame.Notice notice =
                switch (done == null ? "" : done) {
                    case "added" -> Frame.Notice.done("The key is registered", "It opens your sites from now on.");
                    case "removed" ->
                        Frame.Notice.done(
                                "The key is removed", "It logs in no more, and what it has open ends within a minute.");
                    default -> null;
                };
        return page(200, notice, new KeysView.Typed(null, null));
    }

    @POST
    public Response add(@FormParam("once") String once, @FormParam("name") String name, @FormParam("key") String key) {
        try {
            if (name == null || name.isBlank()) throw Wording.wrong("name", "Give the key a name.");
            keys.add(once, new SshKeyResource.NewKey(name, key == null ? null : key.strip()));
            return Reply.to("/keys?done=added");
        } catch (Problem refused) {
            return page(refused.body().status(), Reply.said(refused), new KeysView.Typed(name, key));
        }
    }

    @POST
    @Path("/{id}/remove")
    public Response remove(UUID id) {
        keys.remove(id);
        return Reply.to("/keys?done=removed");
    }

    @GET
    @Path("/{id}/remove")
    public Response again() {
        return Reply.again("/keys");
    }

    private Response page(int status, Frame.Notice notice, KeysView.Typed typed) {
        Frame frame = reply.frame("SSH keys", "keys", notice);
        return Reply.page(status, Pages.keys(frame, new KeysView(keys.list(), addresses.sftp(frame.user()), typed)));
    }
}
