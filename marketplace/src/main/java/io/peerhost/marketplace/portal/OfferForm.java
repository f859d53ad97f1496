package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.offer.Offer;
import io.peerhost.marketplace.offer.OfferTerms;
import io.peerhost.marketplace.offer.Offers;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import org.jboss.resteasy.reactive.RestForm;

/** The form of an offer: tokens, vCPU and GiB as people type them. */
public class OfferForm {
    @RestForm
    public String once;

    @RestForm
    public String region;

    @RestForm
    public String cpu;

    @RestForm
    public String memory;

    @RestForm
    public String disk;

    @RestForm
    public String vcpuHour;

    @RestForm
    public String memoryHour;

    @RestForm
    public String diskHour;

    @RestForm
    public String egress;

    /** As the standing offer is. */
    static OfferForm of(Offer offer) {
        OfferForm form = priced(offer);
        form.cpu = Shown.cpus(offer.cpuMillis);
        form.memory = Shown.gibs(offer.memoryMib);
        form.disk = Shown.gibs(offer.diskMib);
        return form;
    }

    /** All the room that is left, where and at what prices the machine was offered last. */
    static OfferForm of(SellView.Machine machine) {
        OfferForm form = Offer.lastOf(machine.address()).map(OfferForm::priced).orElseGet(OfferForm::usual);
        form.cpu = Shown.cpus(machine.cpuLeft());
        form.memory = Shown.gibs(machine.memoryLeft());
        form.disk = Shown.gibs(machine.diskLeft());
        return form;
    }

    private static OfferForm usual() {
        OfferForm form = new OfferForm();
        form.region = "";
        form.vcpuHour = "0.02";
        form.memoryHour = "0.005";
        form.diskHour = "0.0002";
        form.egress = "0.02";
        return form;
    }

    private static OfferForm priced(Offer offer) {
        OfferForm form = new OfferForm();
        form.region = offer.region;
        form.vcpuHour = Shown.field(offer.vcpuHour);
        form.memoryHour = Shown.field(offer.memoryGibHour);
        form.diskHour = Shown.field(offer.diskGibHour);
        form.egress = Shown.field(offer.egressGib);
        return form;
    }

    /** Whether somebody filled it in. */
    public boolean sent() {
        return once != null;
    }

    OfferTerms read() {
        if (!Offers.isRegion(region))
            throw Wording.wrong("region", "A region is 1 to 40 of a–z, 0–9 and inner hyphens, like eu-west.");
        return new OfferTerms(
                new Prices(
                        Amounts.tokens("vcpuHour", "The price of a vCPU", vcpuHour),
                        Amounts.tokens("memoryHour", "The price of memory", memoryHour),
                        Amounts.tokens("diskHour", "The price of disk", diskHour),
                        Amounts.tokens("egress", "The price of egress", egress)),
                region,
                new Resources(
                        Amounts.whole("cpu", "vCPU for sale", cpu, 1000),
                        Amounts.whole("memory", "Memory for sale", memory, 1024),
                        Amounts.whole("disk", "Disk for sale", disk, 1024)));
    }
}
