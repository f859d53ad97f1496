package io.peerhost.marketplace.portal;

import io.peerhost.protocol.billing.Audit;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The templates of the frontend with what each is given. */
@CheckedTemplate(basePath = "portal")
final class Pages {
    private Pages() {}

    static native TemplateInstance market(Frame frame, List<OfferRow> offers, OfferRow cheapest);

    static native TemplateInstance sell(Frame frame, SellView sell);

    static native TemplateInstance sell$machines(SellView sell);

    static native TemplateInstance machine(Frame frame, SellView.Machine machine, OfferForm form);

    static native TemplateInstance machine$state(SellView.Machine machine);

    static native TemplateInstance sites(Frame frame, SitesView sites);

    static native TemplateInstance order(Frame frame, OrderForm form);

    static native TemplateInstance site(Frame frame, SiteLive live, SiteMore more);

    static native TemplateInstance site$state(SiteLive live);

    static native TemplateInstance wallet(Frame frame, WalletView wallet);

    static native TemplateInstance withdrawal(Frame frame, WalletView.Understood asked);

    static native TemplateInstance keys(Frame frame, KeysView keys);

    static native TemplateInstance audit(Frame frame, Audit.Epochs audit, boolean newest);

    static native TemplateInstance epoch(Frame frame, Audit.EpochDetail detail);

    static native TemplateInstance proof(Frame frame, Audit.Proof proof);

    static native TemplateInstance error(Frame frame, String detail, int status);
}
