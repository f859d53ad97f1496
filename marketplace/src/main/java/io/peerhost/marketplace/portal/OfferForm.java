package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.offer.Offer;
import io.peerhost.marketplace.offer.OfferResource;
import io.peerhost.marketplace.offer.Offers;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import java.util.Optional;
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

    /** All the room that is left, where and at what prices the machine was offered last. */
    static OfferForm of(SellView.Machine machine) {
        Optional<Offer> last = Offer.lastOf(machine.address());
        OfferForm form = new OfferForm();
        form.region = last.map(offer -> offer.region).orElse("");
        form.vcpuHour = last.map(offer -> Shown.field(offer.vcpuHour)).orElse("0.02");
        form.memoryHour = last.map(offer -> Shown.field(offer.memoryGibHour)).orElse("0.005");
        form.diskHour = last.map(offer -> Shown.field(offer.diskGibHour)).orElse("0.0002");
        form.egress = last.map(offer -> Shown.field(offer.egressGib)).orElse("0.02");
        form.cpu = Shown.cpus(machine.cpuLeft());
        form.memory = Shown.gibs(machine.memoryLeft());
        form.disk = Shown.gibs(machine.diskLeft());
        return form;
    }

    OfferResource.NewOffer read(String agent) {
        if (!Offers.isRegion(region))
            throw Wording.wrong("region", "A region is 1 to 40 of a–z, 0–9 and inner hyphens, like eu-west.");
        return new OfferResource.NewOffer(
                new Address(agent),
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
